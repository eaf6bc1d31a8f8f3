"""The ledger's steps as Redis scripts: each is atomic, and its head says which keys it touches.

Every script is given the same keys: KEYS[1] bodies, KEYS[2] pending, KEYS[3] queued, KEYS[4] started, and KEYS[5], the
list of Celery's messages, which is only looked at. Times are Redis' own, in milliseconds: other clocks may jump.
"""

_NOW = """
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
"""

# A note of a start is "starts since worker call"; since 0 once the start was given up. Held: its lease is not over.
# A start in the future was noted before the clock was set back: more than a lease ahead, nobody holds it either.
_NOTES = """
local function read(note)
  if not note then return 0, 0, '-', '-' end
  local starts, since, worker, call = string.match(note, '^(%d+) (%d+) (%S+) (%S+)$')
  return tonumber(starts), tonumber(since), worker, call
end
local function held(since, lease)
  return since > 0 and math.abs(now - since) <= tonumber(lease)
end
local function release(raw_id, starts)
  redis.call('HSET', KEYS[4], raw_id, starts .. ' 0 - -')
  redis.call('ZADD', KEYS[3], now, raw_id)
end
"""

# ARGV: high-water mark, share of maxmemory in percent, articles that a worker takes together, then raw_id and envelope
# of each. Writes bodies, pending, queued; returns 1 for each accepted, 2 for each that waits already for its first
# start, 0 for each that was started already; {-1} when the mark would be passed, {-2} when Redis' memory would. New ids
# are counted before anything is written, so a full queue still takes back what it holds. 3 in place of 1: the messages
# that wait bring it along, for whoever pops one starts what waits then.
_ACCEPT = (
    _NOW
    + """
local new, size = 0, 0
for i = 4, #ARGV, 2 do
  if redis.call('HEXISTS', KEYS[1], ARGV[i]) == 0 then new, size = new + 1, size + #ARGV[i + 1] end
end
if new > 0 then
  if redis.call('ZCARD', KEYS[2]) + new > tonumber(ARGV[1]) then return {-1} end
  local memory = redis.call('INFO', 'memory')
  local most = tonumber(string.match(memory, '\\nmaxmemory:(%d+)'))
  local used = tonumber(string.match(memory, '\\nused_memory:(%d+)'))
  if most > 0 and used + size > most * ARGV[2] / 100 then return {-2} end
end
local called = redis.call('LLEN', KEYS[5]) * ARGV[3] >= redis.call('ZCARD', KEYS[3]) + new
local flags = {}
for i = 4, #ARGV, 2 do
  if redis.call('HSETNX', KEYS[1], ARGV[i], ARGV[i + 1]) == 1 then
    redis.call('ZADD', KEYS[2], now, ARGV[i])
    redis.call('ZADD', KEYS[3], now, ARGV[i])
    flags[#flags + 1] = called and 3 or 1
  else
    flags[#flags + 1] = redis.call('HEXISTS', KEYS[4], ARGV[i]) == 0 and 2 or 0
  end
end
return flags
"""
)

# ARGV: lease, worker, call, articles in all, bytes in all, raw_ids. Reads bodies; writes queued, started. Returns
# {raw_id, starts, envelope} of each that is pending and in nobody's hand. Where all of these are started for the first
# time, the oldest that wait for theirs come along, up to the two bounds: a queue of single articles is drained in
# batches, and the messages that name them find nothing to do. The same call sent twice, its first answer lost, counts
# once and gets the same articles.
_START = (
    _NOW
    + _NOTES
    + """
local rows, mine, size, fresh, alone = {}, {}, 0, 0, false
local function take(raw_id, starts, again)
  local body = redis.call('HGET', KEYS[1], raw_id)
  if not again then
    redis.call('HSET', KEYS[4], raw_id, starts .. ' ' .. now .. ' ' .. ARGV[2] .. ' ' .. ARGV[3])
    redis.call('ZREM', KEYS[3], raw_id)
    fresh = fresh + 1
  end
  rows[#rows + 1] = {raw_id, tostring(starts), body}
  mine[raw_id], size = true, size + #body
end
for i = 6, #ARGV do
  if not mine[ARGV[i]] and redis.call('HEXISTS', KEYS[1], ARGV[i]) == 1 then
    local starts, since, _, call = read(redis.call('HGET', KEYS[4], ARGV[i]))
    local again = call == ARGV[3]
    if again or not held(since, ARGV[1]) then
      if not again then starts = starts + 1 end
      alone = alone or starts > 1
      take(ARGV[i], starts, again)
    end
  end
end
local most = tonumber(ARGV[4])
if alone or #rows >= most then return rows end
if fresh == 0 then
  local notes = redis.call('HGETALL', KEYS[4])
  for i = 1, #notes, 2 do
    local starts, _, _, call = read(notes[i + 1])
    if call == ARGV[3] and not mine[notes[i]] then take(notes[i], starts, true) end
  end
  if #rows > 0 then return rows end
end
for _, raw_id in ipairs(redis.call('ZRANGE', KEYS[3], 0, most * 2)) do
  if #rows >= most then break end
  if redis.call('HEXISTS', KEYS[4], raw_id) == 0 and redis.call('HEXISTS', KEYS[1], raw_id) == 1 then
    if size + redis.call('HSTRLEN', KEYS[1], raw_id) > tonumber(ARGV[5]) then break end
    take(raw_id, 1, false)
  end
end
return rows
"""
)

# ARGV: raw_ids. Removes them from all keys. Returns how many wait though no message does: those beyond a batch's bytes.
_FINISH = """
for i = 1, #ARGV do
  redis.call('HDEL', KEYS[1], ARGV[i])
  redis.call('ZREM', KEYS[2], ARGV[i])
  redis.call('ZREM', KEYS[3], ARGV[i])
  redis.call('HDEL', KEYS[4], ARGV[i])
end
return redis.call('LLEN', KEYS[5]) == 0 and redis.call('ZCARD', KEYS[3]) or 0
"""

# ARGV: worker, 1 to take back the count of this start, raw_ids. Writes queued, started of what this worker holds.
_GIVE_BACK = (
    _NOW
    + _NOTES
    + """
for i = 3, #ARGV do
  local starts, since, worker = read(redis.call('HGET', KEYS[4], ARGV[i]))
  if since > 0 and worker == ARGV[1] then release(ARGV[i], math.max(0, starts - ARGV[2])) end
end
return 0
"""
)

# ARGV: worker, 1 to take back the count of this start, raw_ids. Writes started of what this worker holds.
_TOUCH = (
    _NOW
    + _NOTES
    + """
for i = 3, #ARGV do
  local starts, since, worker, call = read(redis.call('HGET', KEYS[4], ARGV[i]))
  if since > 0 and worker == ARGV[1] then
    starts = math.max(0, starts - ARGV[2])
    redis.call('HSET', KEYS[4], ARGV[i], starts .. ' ' .. now .. ' ' .. worker .. ' ' .. call)
  end
end
return 0
"""
)

# ARGV: when the oldest queued message was published (0: none is queued), announced-again age, lease, limit.
# Writes queued, started. Returns {raw_ids that may share a message, raw_ids that each stand alone}.
# `started` holds only what is in hand or was given up: a few batches. A score in the future is a clock set back.
_OVERDUE = (
    _NOW
    + _NOTES
    + """
local head = tonumber(ARGV[1])
if head == 0 or head > now then head = now end
local early, late = '(' .. (head - ARGV[2]), '(' .. (now + ARGV[3])
local batch, alone = {}, {}
for _, span in ipairs({{'-inf', early}, {late, '+inf'}}) do
  for _, raw_id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[3], span[1], span[2], 'LIMIT', 0, ARGV[4])) do
    redis.call('ZADD', KEYS[3], now, raw_id)
    if redis.call('HEXISTS', KEYS[4], raw_id) == 1 then alone[#alone + 1] = raw_id else batch[#batch + 1] = raw_id end
  end
end
local notes = redis.call('HGETALL', KEYS[4])
for i = 1, #notes, 2 do
  local starts, since = read(notes[i + 1])
  if since > 0 and not held(since, ARGV[3]) then
    release(notes[i], starts)
    alone[#alone + 1] = notes[i]
  end
end
return {batch, alone}
"""
)

# ARGV: worker. Writes queued, started. Returns the raw_ids that this worker had in hand.
_RECLAIM = (
    _NOW
    + _NOTES
    + """
local notes = redis.call('HGETALL', KEYS[4])
local raw_ids = {}
for i = 1, #notes, 2 do
  local starts, since, worker = read(notes[i + 1])
  if since > 0 and worker == ARGV[1] then
    release(notes[i], starts)
    raw_ids[#raw_ids + 1] = notes[i]
  end
end
return raw_ids
"""
)

# Returns {count of pending, age of the oldest}.
_LAG = (
    _NOW
    + """
local oldest = redis.call('ZRANGE', KEYS[2], 0, 0, 'WITHSCORES')
return {redis.call('ZCARD', KEYS[2]), oldest[2] and math.max(0, now - tonumber(oldest[2])) or 0}
"""
)

# Reads pending, started. Returns {now, count, age of the oldest, {worker of each article in hand}}. `started` is small.
_SURVEY = (
    _NOW
    + _NOTES
    + """
local hands = {}
for _, note in ipairs(redis.call('HVALS', KEYS[4])) do
  local _, since, worker = read(note)
  if since > 0 then hands[#hands + 1] = worker end
end
local oldest = redis.call('ZRANGE', KEYS[2], 0, 0, 'WITHSCORES')
local age = oldest[2] and math.max(0, now - tonumber(oldest[2])) or 0
return {now, redis.call('ZCARD', KEYS[2]), age, hands}
"""
)

# ARGV: raw_ids. Reads pending. Returns how many of them are pending.
_STILL_PENDING = """
local count = 0
for i = 1, #ARGV do
  if redis.call('ZSCORE', KEYS[2], ARGV[i]) then count = count + 1 end
end
return count
"""

_CLOCK = _NOW + "return now"

ALL = {
    "accept": _ACCEPT,
    "start": _START,
    "finish": _FINISH,
    "give_back": _GIVE_BACK,
    "touch": _TOUCH,
    "overdue": _OVERDUE,
    "reclaim": _RECLAIM,
    "lag": _LAG,
    "survey": _SURVEY,
    "still_pending": _STILL_PENDING,
    "clock": _CLOCK,
}
