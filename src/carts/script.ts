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
local kept = redis.call('HMGET', cart, 'store', 'version', 'expires', 'lines', 'once', 'orders')
local store, version, expires, lines, once, orders = unpack(kept)
local changes = {}

local function change(field, value)
  changes[#changes + 1] = field
  changes[#changes + 1] = value
end
local function encoded(items)
  -- cjson takes an empty table for an object
  return #items == 0 and '[]' or cjson.encode(items)
end
local function remember(field, known, item)
  known[#known + 1] = item
  if #known > KEPT then table.remove(known, 1) end
  change(field, encoded(known))
end
local function touch()
  expires = ask.expires
  change('expires', expires)
end
local function answer()
  if #changes > 0 then redis.call('HSET', cart, unpack(changes)) end
  if expires == ask.expires then redis.call('PEXPIRE', cart, ask.ttlMs) end
  return {'ok', store, version, expires, lines}
end

if ask.create then
  if not store then
    store, version, lines = ask.store, '0', '[]'
    change('store', store)
    change('version', version)
    change('lines', lines)
    touch()
  end
  return answer()
end
if not store then return {'no_cart'} end

once, orders = cjson.decode(once or '[]'), cjson.decode(orders or '[]')
for _, known in ipairs(once) do
  if ask.onceKey and known[1] == ask.onceKey then
    local hash = ask.onceHash or ''
    if known[2] ~= '' and hash ~= '' and known[2] ~= hash then return {'idempotency_key_reused'} end
    return answer()
  end
end
for _, known in ipairs(orders) do
  if known == ask.order then return answer() end
end
if ask.store and ask.store ~= store then return {'cart_other_store'} end
if ask.refusal then return {ask.refusal} end

local chosen, changed = cjson.decode(lines), false
for _, wish in ipairs(ask.wishes) do
  local at
  for i, line in ipairs(chosen) do
    if line[1] == wish.productId then at = i end
  end
  local before = at and chosen[at][2] or 0
  local after = wish.to or math.max(0, before + wish.by)
  if after > ask.mostOfALine then return {'bad_qty'} end
  changed = changed or after ~= before
  if not at then
    if after > 0 then chosen[#chosen + 1] = {wish.productId, after} end
  elseif after == 0 then
    table.remove(chosen, at)
  else
    chosen[at][2] = after
  end
end
if #chosen > ask.mostLines then return {'cart_full'} end

if changed then
  lines = encoded(chosen)
  version = tostring(tonumber(version) + 1)
  change('lines', lines)
  change('version', version)
  touch()
end
if ask.onceKey then remember('once', once, {ask.onceKey, ask.onceHash or ''}) end
if ask.order then remember('orders', orders, ask.order) end
return answer()
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
