-- Notes under which encryption keys the mappings of this Redis are, and tells of one that a worker does not know.
-- KEYS  where they stand, their ids with a space between
-- ARGV  channel, '1' to put the newest in the place of all others, id of the worker's newest key in hex, of its others…
-- Answer  the id of one that it does not know; '' if it knows all: then its newest is among those that stand there
local noted = redis.call('GET', KEYS[1]) or ''
local newest = ARGV[3]
local found = false
if ARGV[2] ~= '1' then
  local known = {}
  for at = 3, #ARGV do known[ARGV[at]] = true end
  for id in string.gmatch(noted, '%x+') do
    if not known[id] then return id end
    if id == newest then found = true end
  end
end
local now = newest
if ARGV[2] ~= '1' and noted ~= '' then now = found and noted or noted .. ' ' .. newest end
if now ~= noted then
  redis.call('SET', KEYS[1], now)
  redis.call('PUBLISH', ARGV[1], 'keys')
end
return ''
