-- Creates or edits tasks of many users; RELEASES_USERS is a file with a token and the ids of its tasks on each line.
local tokens, tasks = {}, {}
for line in io.lines(os.getenv("RELEASES_USERS")) do
  local words = {}
  for word in line:gmatch("%S+") do words[#words + 1] = word end
  tokens[#tokens + 1] = table.remove(words, 1)
  tasks[#tasks + 1] = words
end
local creates, count = os.getenv("RELEASES_SCENARIO") == "create", 0

function request()
  count = count + 1
  local user = math.random(#tokens)
  local headers = { ["authorization"] = "Bearer " .. tokens[user], ["content-type"] = "application/json" }
  if creates then
    return wrk.format("POST", "/api/v1/tasks", headers, '{"title":"Write report ' .. count .. '","priority":"high"}')
  end
  local id = tasks[user][math.random(#tasks[user])]
  return wrk.format("PATCH", "/api/v1/tasks/" .. id, headers, '{"title":"Report ' .. count .. math.random(1e6) .. '"}')
end
