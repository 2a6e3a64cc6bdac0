-- Notes, the first time, under which encryption key the mappings of this Redis are.
-- KEYS  where it stands
-- ARGV  id of the newest key in hex, '1' to put it over another
-- Answer  the id that stands there now
local known = redis.call('GET', KEYS[1])
if known and ARGV[2] ~= '1' then return known end
redis.call('SET', KEYS[1], ARGV[1])
return ARGV[1]
