-- Lists, creates or edits tasks of many users; RELEASES_USERS is a file with a token and the ids of its tasks on each line.
local tokens, tasks = {}, {}
for line in io.lines(os.getenv("RELEASES_USERS")) do
  local words = {}
  for word in line:gmatch("%S+") do words[#words + 1] = word end
  tokens[#tokens + 1] = table.remove(words, 1)
  tasks[#tasks + 1] = words
end
local scenario, count = os.getenv("RELEASES_SCENARIO"), 0
local lists = {
  list = "/api/v1/tasks?limit=20",
  filter = "/api/v1/tasks?limit=20&status=todo&priority=high&due=none",
  position = "/api/v1/tasks?limit=20&sort=position",
  organised = "/api/v1/tasks?limit=20&project=none&label=none&due=none&status=todo&priority=high",
}

function request()
  count = count + 1
  local user = math.random(#tokens)
  local headers = { ["authorization"] = "Bearer " .. tokens[user], ["content-type"] = "application/json" }
  if lists[scenario] then
    return wrk.format("GET", lists[scenario], headers)
  end
  if scenario == "create" then
    return wrk.format("POST", "/api/v1/tasks", headers, '{"title":"Write report ' .. count .. '","priority":"high"}')
  end
  local id = tasks[user][math.random(#tasks[user])]
  return wrk.format("PATCH", "/api/v1/tasks/" .. id, headers, '{"title":"Report ' .. count .. math.random(1e6) .. '"}')
end
