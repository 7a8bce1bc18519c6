-- One scenario of load for wrk: `wrk -s load.lua URL -- SCENARIO FOLDER SEED`.
-- Requests are put together as text (wrk.format would cost more than some of the servers do). Tasks are taken in the
-- shuffled order of the file, from a random start: as random as choosing, but no two edits meet in one task.

local tokens, tasks, position, count = {}, {}, 0, 0
local PRIORITIES = { "low", "medium", "high", "critical" }

local function lines(path)
  local file = assert(io.open(path))
  return function()
    local line = file:read("*l")
    if not line then file:close() end
    return line
  end
end

local function request_text(method, path, user, body)
  local head = method .. " " .. path .. " HTTP/1.1\r\nHost: " .. wrk.host .. ":" .. wrk.port
  if user then head = head .. "\r\nAuthorization: Bearer " .. tokens[user] end
  if not body then return head .. "\r\n\r\n" end
  return head .. "\r\nContent-Type: application/json\r\nContent-Length: " .. #body .. "\r\n\r\n" .. body
end

local function next_task()
  position = position % #tasks + 1
  return tasks[position]
end

local function any_user() return math.random(#tokens) end

local scenarios = {}

function scenarios.simple() return request_text("GET", "/health") end

function scenarios.read()
  local task = next_task()
  return request_text("GET", "/api/v1/tasks/" .. task.id, task.user)
end

function scenarios.list() return request_text("GET", "/api/v1/tasks?limit=20", any_user()) end

function scenarios.create()
  count = count + 1
  return request_text("POST", "/api/v1/tasks", any_user(),
    '{"title":"Write the report number ' .. count .. '","description":"With figures, sources and a summary.","priority":"'
    .. PRIORITIES[count % 4 + 1] .. '"}')
end

function scenarios.edit()
  local task = next_task()
  count = count + 1
  return request_text("PATCH", "/api/v1/tasks/" .. task.id, task.user,
    '{"title":"Edited for the time ' .. count .. '","priority":"' .. PRIORITIES[count % 4 + 1] .. '"}')
end

function scenarios.mix()
  local dice = math.random(20)
  if dice <= 14 then return scenarios.read() end
  if dice <= 18 then return scenarios.list() end
  if dice == 19 then return scenarios.create() end
  return scenarios.edit()
end

-- The same page again and again; the user is the first one.
function scenarios.page() return request_text("GET", wrk.path, 1) end

function init(arguments)
  local scenario, folder, seed = arguments[1], arguments[2], tonumber(arguments[3])
  for token in lines(folder .. "/tokens") do tokens[#tokens + 1] = token end
  for line in lines(folder .. "/tasks") do
    local user, id = line:match("^(%d+) (%S+)$")
    tasks[#tasks + 1] = { user = tonumber(user) + 1, id = id }
  end
  math.randomseed(seed)
  position = math.random(#tasks)
  count = seed * 1000000
  request = assert(scenarios[scenario], "no scenario " .. scenario)
end

function done(summary, latency)
  local errors = summary.errors
  io.stderr:write(string.format(
    '{"requests":%d,"microseconds":%d,"p50":%d,"p99":%d,"connect":%d,"read":%d,"write":%d,"status":%d,"timeout":%d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    errors.connect, errors.read, errors.write, errors.status, errors.timeout))
end
