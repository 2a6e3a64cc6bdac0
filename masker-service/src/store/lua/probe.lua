-- Does once what the other scripts do, and undoes it: fails as they would.
-- KEYS  four keys of a scope that nobody has: hashes, counters, names, an original
-- ARGV  channel
state(KEYS[2])
redis.call('HSET', KEYS[1], 'probe', '1')
redis.call('HGET', KEYS[1], 'probe')
redis.call('HINCRBY', KEYS[2], 'probe', 1)
redis.call('HKEYS', KEYS[2])
redis.call('ZADD', KEYS[3], 1, 'probe')
redis.call('ZSCORE', KEYS[3], 'probe')
redis.call('ZRANGEBYSCORE', KEYS[3], 0, 1)
redis.call('ZREM', KEYS[3], 'probe')
redis.call('SET', KEYS[4], '1', 'PX', 1000)
redis.call('GET', KEYS[4])
redis.call('PEXPIRE', KEYS[4], 1000)
redis.call('HDEL', KEYS[1], 'probe')
redis.call('UNLINK', KEYS[1], KEYS[2], KEYS[3], KEYS[4])
redis.call('PUBLISH', ARGV[1], 'probe')
return 1
