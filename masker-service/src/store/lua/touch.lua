-- Prolongs the life of originals used from memory since the last touch.
-- KEYS  counters, key of an original…
-- ARGV  ttl in ms
-- Answer  names version, removals, replication id, 1 or 0 (no longer there)…
local version, gone, replid = state(KEYS[1])
local answer = { version, gone, replid }
for at = 2, #KEYS do answer[#answer + 1] = redis.call('PEXPIRE', KEYS[at], ARGV[1]) end
return answer
