"""From confirmed findings to take-downs: rights, platforms' rules, cases, packs, deadlines. It never sends anything."""
