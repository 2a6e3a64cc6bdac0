-- Notes that a text was thought by a model behind this gateway, or asks for it and prolongs what was noted.
-- KEYS  the text's key
-- ARGV  ttl in ms, 1 to note or 0 to ask
-- Answer  1 or 0 (not known)
if ARGV[2] == '1' then
  redis.call('SET', KEYS[1], '', 'PX', ARGV[1])
  return 1
end
return redis.call('PEXPIRE', KEYS[1], ARGV[1])
