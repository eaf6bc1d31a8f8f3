"""What several of the ledger's scripts begin with: the time, notes of starts, and commands of many arguments."""

NOW = """
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
"""

# One command for many arguments: a call of each would take half of Redis' time. Lua hands over some thousands at most.
MANY = """
local function many(command, key, list)
  for i = 1, #list, 4000 do redis.call(command, key, unpack(list, i, math.min(i + 3999, #list))) end
end
"""

# A note of a start is "starts since worker call"; since 0 once the start was given up. Held: its lease is not over.
# A start in the future was noted before the clock was set back: more than a lease ahead, nobody holds it either.
NOTES = """
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

# How many articles wait for a start, or another one, while no message waits: somebody has to call for them.
UNNAMED = """
local function unnamed()
  return redis.call('LLEN', KEYS[5]) == 0 and redis.call('ZCARD', KEYS[3]) or 0
end
"""
