-- Originals by id, each with its life prolonged.
-- KEYS  hashes, counters, key of an original…
-- ARGV  ttl in ms, id… (prefix:number)
-- Answer  names version, removals, replication id, original or nil… ; '!' if its hash leads to another number
local version, gone, replid = state(KEYS[2])
local answer = { version, gone, replid }
for at = 3, #KEYS do
  local original = redis.call('GET', KEYS[at])
  if original then
    local id = ARGV[at - 1]
    local mapping = redis.call('HGET', KEYS[1], string.sub(original, 1, 16))
    if not mapping then
      original = false
    elseif string.sub(mapping, 1, #id + 1) == id .. '|' then
      redis.call('PEXPIRE', KEYS[at], ARGV[1])
    else
      original = '!'
    end
  end
  answer[#answer + 1] = original
end
return answer
