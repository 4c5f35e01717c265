/** Which children of an element are which, when its later state is known: pure functions of two trees. */

/**
 * Pairs the children of two states: first those that are equal, then, between them, those that are most alike.
 * @param {Node[]} olds
 * @param {Node[]} news
 * @returns {Map<Node, Node>} for each new child that has one, the old child
 */
function align(olds, news) {
  const pairs = new Map();
  let first = 0;
  const most = Math.min(olds.length, news.length);
  while (first < most && olds[first].isEqualNode(news[first])) pairs.set(news[first], olds[first++]);
  let last = 0;
  while (last < most - first && olds.at(-1 - last).isEqualNode(news.at(-1 - last))) pairs.set(news.at(-1 - last), olds.at(-1 - last++));
  const [were, are] = [olds, news].map((nodes) => nodes.slice(first, nodes.length - last));

  // The longest common subsequence, weighted. best[i][j] is the most that the nodes from i and j on can have in common.
  const likes = were.map((old) => are.map((one) => likeness(old, one)));
  const best = Array.from({ length: were.length + 1 }, () => Array(are.length + 1).fill(0));
  for (let i = were.length - 1; i >= 0; i--) {
    for (let j = are.length - 1; j >= 0; j--) {
      best[i][j] = Math.max(best[i + 1][j], best[i][j + 1], likes[i][j] + best[i + 1][j + 1]);
    }
  }
  for (let i = 0, j = 0; i < were.length && j < are.length;) {
    if (likes[i][j] && best[i][j] === likes[i][j] + best[i + 1][j + 1]) pairs.set(are[j++], were[i++]);
    else if (best[i][j] === best[i + 1][j]) i++;
    else j++;
  }
  return pairs;
}

/**
 * 0 where one cannot become the other; 2 where they are equal; else by how much of their texts is.
 * @param {Node} old
 * @param {Node} one
 */
function likeness(old, one) {
  if (old.nodeName !== one.nodeName || old.id !== one.id) return 0;
  if (old.isEqualNode(one)) return counts(old) ? 2 : 0.1;
  const [before, after] = common(old.textContent, one.textContent);
  return 0.01 + (before + after) / Math.max(1, old.textContent.length, one.textContent.length);
}

/**
 * How many characters two texts have in common at their beginning, and then at their end.
 * @param {string} a
 * @param {string} b
 */
function common(a, b) {
  const most = Math.min(a.length, b.length);
  let before = 0;
  while (before < most && a[before] === b[before]) before++;
  let after = 0;
  while (after < most - before && a.at(-1 - after) === b.at(-1 - after)) after++;
  return [before, after];
}

/**
 * Whether a node is more than the space between others.
 * @param {Node} node
 */
function counts(node) {
  return node.nodeType === Node.ELEMENT_NODE || node.data.trim() !== "";
}
