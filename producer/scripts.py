"""The ledger's steps as Redis scripts: each is atomic, and its head says which keys it touches.

Every script is given the same keys: KEYS[1] bodies, KEYS[2] pending, KEYS[3] queued, KEYS[4] started, and KEYS[5], the
list of Celery's messages, which is only looked at. Times are Redis' own, in milliseconds: other clocks may jump.
"""

from producer.script_parts import MANY, NOTES, NOW, UNNAMED

# ARGV: high-water mark, share of maxmemory in percent, articles that a worker takes together, then raw_id and envelope
# of each. Writes bodies, pending, queued; returns 1 for each accepted, 2 for each that waits already for its first
# start, 0 for each that was started already; {-1} when the mark would be passed, {-2} when Redis' memory would. New ids
# are counted before anything is written, so a full queue still takes back what it holds. 3 in place of 1: the messages
# that wait bring it along, for whoever pops one starts what waits then.
_ACCEPT = (
    NOW
    + MANY
    + """
local new, size, fresh = 0, 0, {}
for i = 4, #ARGV, 2 do
  if redis.call('HEXISTS', KEYS[1], ARGV[i]) == 0 then
    new, size, fresh[ARGV[i]] = new + 1, size + #ARGV[i + 1], true
  end
end
if new > 0 then
  if redis.call('ZCARD', KEYS[2]) + new > tonumber(ARGV[1]) then return {-1} end
  local memory = redis.call('INFO', 'memory')
  local most = tonumber(string.match(memory, '\\nmaxmemory:(%d+)'))
  local used = tonumber(string.match(memory, '\\nused_memory:(%d+)'))
  if most > 0 and used + size > most * ARGV[2] / 100 then return {-2} end
end
local called = redis.call('LLEN', KEYS[5]) * ARGV[3] >= redis.call('ZCARD', KEYS[3]) + new
local flags, bodies, times = {}, {}, {}
for i = 4, #ARGV, 2 do
  if fresh[ARGV[i]] then
    fresh[ARGV[i]] = nil
    bodies[#bodies + 1], bodies[#bodies + 2] = ARGV[i], ARGV[i + 1]
    times[#times + 1], times[#times + 2] = now, ARGV[i]
    flags[#flags + 1] = called and 3 or 1
  else
    flags[#flags + 1] = redis.call('HEXISTS', KEYS[4], ARGV[i]) == 0 and 2 or 0
  end
end
many('HSET', KEYS[1], bodies)
many('ZADD', KEYS[2], times)
many('ZADD', KEYS[3], times)
return flags
"""
)

# ARGV: lease, worker, call, articles in all, bytes in all, raw_ids. Reads bodies; writes queued, started. Returns of
# each that is pending and in nobody's hand a line "raw_id starts" and the envelope, as one text: parts of an answer are
# dear to read. Where all of these are started for the first time, the oldest that wait for theirs come along, up to the
# two bounds: a queue of single articles is drained in batches, and the messages that name them find nothing to do. The
# same call sent twice, its first answer lost, counts once and gets the same articles. Last comes how many still wait
# though no message does.
_START = (
    NOW
    + MANY
    + NOTES
    + UNNAMED
    + """
local rows, mine, size, alone, fresh, noted = {}, {}, 0, false, {}, {}
local function take(raw_id, starts, again, body)
  if not again then
    fresh[#fresh + 1], noted[#noted + 1] = raw_id, raw_id
    noted[#noted + 1] = starts .. ' ' .. now .. ' ' .. ARGV[2] .. ' ' .. ARGV[3]
  end
  rows[#rows + 1] = raw_id .. ' ' .. starts .. '\\n' .. body
  mine[raw_id], size = true, size + #body
end
local function taken()
  many('HSET', KEYS[4], noted)
  many('ZREM', KEYS[3], fresh)
  rows[#rows + 1] = unnamed()
  return rows
end
for i = 6, #ARGV do
  local body = not mine[ARGV[i]] and redis.call('HGET', KEYS[1], ARGV[i])
  if body then
    local starts, since, _, call = read(redis.call('HGET', KEYS[4], ARGV[i]))
    local again = call == ARGV[3]
    if again or not held(since, ARGV[1]) then
      if not again then starts = starts + 1 end
      alone = alone or starts > 1
      take(ARGV[i], starts, again, body)
    end
  end
end
local most = tonumber(ARGV[4])
if alone or #rows >= most then return taken() end
if #fresh == 0 then
  local notes = redis.call('HGETALL', KEYS[4])
  for i = 1, #notes, 2 do
    local starts, _, _, call = read(notes[i + 1])
    if call == ARGV[3] and not mine[notes[i]] then
      take(notes[i], starts, true, redis.call('HGET', KEYS[1], notes[i]))
    end
  end
  if #rows > 0 then return taken() end
end
for _, raw_id in ipairs(redis.call('ZRANGE', KEYS[3], 0, most * 2)) do
  if #rows >= most then break end
  local body = not mine[raw_id] and redis.call('HEXISTS', KEYS[4], raw_id) == 0 and redis.call('HGET', KEYS[1], raw_id)
  if body then
    if size + #body > tonumber(ARGV[5]) then break end
    take(raw_id, 1, false, body)
  end
end
return taken()
"""
)

# ARGV: raw_ids. Removes them from all keys. Returns how many wait though no message does.
_FINISH = (
    MANY
    + UNNAMED
    + """
many('HDEL', KEYS[1], ARGV)
many('ZREM', KEYS[2], ARGV)
many('ZREM', KEYS[3], ARGV)
many('HDEL', KEYS[4], ARGV)
return unnamed()
"""
)

# ARGV: worker, 1 to take back the count of this start, raw_ids. Writes queued, started of what this worker holds.
_GIVE_BACK = (
    NOW
    + NOTES
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
    NOW
    + NOTES
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
    NOW
    + NOTES
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
    NOW
    + NOTES
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
    NOW
    + """
local oldest = redis.call('ZRANGE', KEYS[2], 0, 0, 'WITHSCORES')
return {redis.call('ZCARD', KEYS[2]), oldest[2] and math.max(0, now - tonumber(oldest[2])) or 0}
"""
)

# Reads pending, started. Returns {now, count, age of the oldest, {worker of each article in hand}}. `started` is small.
_SURVEY = (
    NOW
    + NOTES
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

_CLOCK = NOW + "return now"

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
