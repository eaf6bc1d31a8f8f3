"""The ledger's steps as Redis scripts: each is atomic, and its head says which keys it touches.

Every script is given the same four keys: KEYS[1] bodies, KEYS[2] pending, KEYS[3] queued, KEYS[4] started.
"""

# ARGV: now, high-water mark, then raw_id and envelope of each. Writes bodies, pending, queued.
# Returns 1 for each accepted, 0 for each that was pending already; {-1} when the mark would be passed.
# Ids are counted as new before anything is written, so a full queue still takes back what it holds.
_ACCEPT = """
local new = 0
for i = 3, #ARGV, 2 do
  if redis.call('HEXISTS', KEYS[1], ARGV[i]) == 0 then new = new + 1 end
end
if new > 0 and redis.call('ZCARD', KEYS[2]) + new > tonumber(ARGV[2]) then return {-1} end
local flags = {}
for i = 3, #ARGV, 2 do
  local fresh = redis.call('HSETNX', KEYS[1], ARGV[i], ARGV[i + 1])
  if fresh == 1 then
    redis.call('ZADD', KEYS[2], ARGV[1], ARGV[i])
    redis.call('ZADD', KEYS[3], ARGV[1], ARGV[i])
  end
  flags[#flags + 1] = fresh
end
return flags
"""

# ARGV: now, worker, raw_ids. Reads bodies; writes queued, started. Returns {raw_id, starts, envelope} of each pending.
_START = """
local rows = {}
for i = 3, #ARGV do
  local body = redis.call('HGET', KEYS[1], ARGV[i])
  if body then
    local note = redis.call('HGET', KEYS[4], ARGV[i])
    local starts = (note and tonumber(string.match(note, '^%d+')) or 0) + 1
    redis.call('HSET', KEYS[4], ARGV[i], starts .. ' ' .. ARGV[1] .. ' ' .. ARGV[2])
    redis.call('ZREM', KEYS[3], ARGV[i])
    rows[#rows + 1] = {ARGV[i], tostring(starts), body}
  end
end
return rows
"""

# ARGV: raw_ids. Removes them from bodies, pending, queued, started.
_FINISH = """
for i = 1, #ARGV do
  redis.call('HDEL', KEYS[1], ARGV[i])
  redis.call('ZREM', KEYS[2], ARGV[i])
  redis.call('ZREM', KEYS[3], ARGV[i])
  redis.call('HDEL', KEYS[4], ARGV[i])
end
return #ARGV
"""

# ARGV: now, 1 to take back the count of this start, raw_ids. Writes queued, started.
_GIVE_BACK = """
for i = 3, #ARGV do
  local note = redis.call('HGET', KEYS[4], ARGV[i])
  if note then
    local starts = tonumber(string.match(note, '^%d+')) - tonumber(ARGV[2])
    redis.call('HSET', KEYS[4], ARGV[i], math.max(0, starts) .. ' 0 -')
    redis.call('ZADD', KEYS[3], ARGV[1], ARGV[i])
  end
end
return 0
"""

# ARGV: now, worker, raw_ids. Writes started.
_TOUCH = """
for i = 3, #ARGV do
  local note = redis.call('HGET', KEYS[4], ARGV[i])
  if note then
    redis.call('HSET', KEYS[4], ARGV[i], string.match(note, '^%d+') .. ' ' .. ARGV[1] .. ' ' .. ARGV[2])
  end
end
return 0
"""

# ARGV: now, horizon of the queued, horizon of the started, limit. Writes queued, started.
# Returns {queued raw_ids, started raw_ids}. `started` holds only what is in hand or was given up: a few batches.
_OVERDUE = """
local queued = redis.call('ZRANGEBYSCORE', KEYS[3], '-inf', '(' .. ARGV[2], 'LIMIT', 0, ARGV[4])
local alone, batch = {}, {}
for _, raw_id in ipairs(queued) do
  redis.call('ZADD', KEYS[3], ARGV[1], raw_id)
  if redis.call('HEXISTS', KEYS[4], raw_id) == 1 then alone[#alone + 1] = raw_id else batch[#batch + 1] = raw_id end
end
local notes = redis.call('HGETALL', KEYS[4])
for i = 1, #notes, 2 do
  local starts, since = string.match(notes[i + 1], '^(%d+) (%d+)')
  if tonumber(since) > 0 and tonumber(since) < tonumber(ARGV[3]) then
    redis.call('HSET', KEYS[4], notes[i], starts .. ' 0 -')
    redis.call('ZADD', KEYS[3], ARGV[1], notes[i])
    alone[#alone + 1] = notes[i]
  end
end
return {batch, alone}
"""

# ARGV: now, worker. Writes queued, started. Returns the raw_ids that this worker had in hand.
_RECLAIM = """
local notes = redis.call('HGETALL', KEYS[4])
local raw_ids = {}
for i = 1, #notes, 2 do
  local starts, since, worker = string.match(notes[i + 1], '^(%d+) (%d+) (.*)$')
  if tonumber(since) > 0 and worker == ARGV[2] then
    redis.call('HSET', KEYS[4], notes[i], starts .. ' 0 -')
    redis.call('ZADD', KEYS[3], ARGV[1], notes[i])
    raw_ids[#raw_ids + 1] = notes[i]
  end
end
return raw_ids
"""

# Reads pending. Returns {count, milliseconds at which the oldest was accepted}.
_LAG = """
local oldest = redis.call('ZRANGE', KEYS[2], 0, 0, 'WITHSCORES')
return {redis.call('ZCARD', KEYS[2]), oldest[2] and math.floor(tonumber(oldest[2])) or 0}
"""

# ARGV: raw_ids. Reads pending. Returns how many of them are pending.
_STILL_PENDING = """
local count = 0
for i = 1, #ARGV do
  if redis.call('ZSCORE', KEYS[2], ARGV[i]) then count = count + 1 end
end
return count
"""

ALL = {
    "accept": _ACCEPT,
    "start": _START,
    "finish": _FINISH,
    "give_back": _GIVE_BACK,
    "touch": _TOUCH,
    "overdue": _OVERDUE,
    "reclaim": _RECLAIM,
    "lag": _LAG,
    "still_pending": _STILL_PENDING,
}
