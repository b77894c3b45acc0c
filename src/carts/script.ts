/**
 * The only thing that changes a cart: all checks and the change are one step of Redis, so that two changes at once
 * lose neither and a repeated one is known.
 *
 * KEYS[1] is the cart, a hash: `store`, `version`, `expires` (ISO 8601), `lines` ([[productId, qty], …] in the order
 * they were chosen), `once` ([[key, hash], …]) and `orders` (ids), both the last 50. ARGV[1] is a `CartChange`.
 * The answer is a code, and behind `ok` the cart's store, version, expires and lines.
 */
export const CART_SCRIPT = `
local cart, ask = KEYS[1], cjson.decode(ARGV[1])
local KEPT = 50

local function list(field)
  return cjson.decode(redis.call('HGET', cart, field) or '[]')
end
local function write(field, items)
  -- cjson takes an empty table for an object
  redis.call('HSET', cart, field, #items == 0 and '[]' or cjson.encode(items))
end
local function remember(field, items, item)
  items[#items + 1] = item
  if #items > KEPT then table.remove(items, 1) end
  write(field, items)
end
local function touch()
  redis.call('HSET', cart, 'expires', ask.expires)
  redis.call('PEXPIRE', cart, ask.ttlMs)
end
local function now()
  local kept = redis.call('HMGET', cart, 'store', 'version', 'expires', 'lines')
  return {'ok', kept[1], kept[2], kept[3], kept[4]}
end

local store = redis.call('HGET', cart, 'store')
if ask.create then
  if not store then
    redis.call('HSET', cart, 'store', ask.store, 'version', 0, 'lines', '[]')
    touch()
  end
  return now()
end
if not store then return {'no_cart'} end

local once, orders = list('once'), list('orders')
for _, known in ipairs(once) do
  if ask.onceKey and known[1] == ask.onceKey then
    local hash = ask.onceHash or ''
    if known[2] ~= '' and hash ~= '' and known[2] ~= hash then return {'idempotency_key_reused'} end
    return now()
  end
end
for _, known in ipairs(orders) do
  if known == ask.order then return now() end
end
if ask.store and ask.store ~= store then return {'cart_other_store'} end
if ask.refusal then return {ask.refusal} end

local lines, changed = list('lines'), false
for _, wish in ipairs(ask.wishes) do
  local at
  for i, line in ipairs(lines) do
    if line[1] == wish.productId then at = i end
  end
  local before = at and lines[at][2] or 0
  local after = wish.to or math.max(0, before + wish.by)
  if after > ask.mostOfALine then return {'bad_qty'} end
  changed = changed or after ~= before
  if not at then
    if after > 0 then lines[#lines + 1] = {wish.productId, after} end
  elseif after == 0 then
    table.remove(lines, at)
  else
    lines[at][2] = after
  end
end
if #lines > ask.mostLines then return {'cart_full'} end

if changed then
  write('lines', lines)
  redis.call('HINCRBY', cart, 'version', 1)
  touch()
end
if ask.onceKey then remember('once', once, {ask.onceKey, ask.onceHash or ''}) end
if ask.order then remember('orders', orders, ask.order) end
return now()
`;

/** One line to be changed: `by` so many, or `to` so many; 0 takes it out. */
export type Wish = { productId: string; by: number } | { productId: string; to: number };

/** What the script is asked for. */
export type CartChange = {
  wishes: Wish[];
  /** The cart has to be of this store. */
  store?: string;
  /** Makes the cart if it is not there, and does nothing else. */
  create?: true;
  onceKey?: string;
  onceHash?: string;
  /** The order that took the pieces; it does so once. */
  order?: string;
  /** Why it is refused, unless it was done already. */
  refusal?: string;
};
