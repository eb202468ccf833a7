import AssayCore
import ScenarioLoading

/// What is kept of a file's cases to spread them over machines: 64 bits a case, as ids may be long.
struct ShardKeys: Sendable {
    struct ScenarioKey: Sendable {
        var id: UInt64
        var lock: UInt64?
        var needs: [UInt64]
        /// Of each of its cases.
        var cases: [UInt64]
    }

    var scenarios: [ScenarioKey]

    init(of scenarios: [Scenario]) {
        self.scenarios = scenarios.map { scenario in
            ScenarioKey(
                id: stableHash(scenario.id.description), lock: scenario.exclusive.map { stableHash("lock \($0)") },
                needs: scenario.needs.map { stableHash($0.id.description) },
                cases: scenario.cases.map { stableHash($0.id.description) })
        }
    }
}

/// The cases of one shard. What one scenario needs, and what shares a lock, is never parted.
struct SuiteShard: Sendable {
    private let shard: ShardChoice
    /// The first of the scenarios that belong together, for those that are not alone.
    private let groups: [UInt64: UInt64]
    /// The shard of each unit, from 1; `nil` where the hash decides.
    private let assigned: [UInt64: Int]?

    /// - Parameter durations: How long cases took, by the hash of their id; empty where that is not known.
    init(_ shard: ShardChoice, of keys: [(keys: ShardKeys, cases: [Range<Int>])], durations: [UInt64: Int64]) {
        self.shard = shard
        groups = Self.groups(among: keys.map(\.keys))
        assigned = durations.isEmpty ? nil : Self.balanced(keys, groups, durations, shard.count)
    }

    /// Returns those of the chosen cases of a file that are in the shard.
    func members(of keys: ShardKeys, among chosen: [Range<Int>]) -> [Range<Int>] {
        var choice = CaseSelection.Choice()
        Self.forEachUnit(of: keys, among: chosen, groups) { number, unit, _ in
            let place = assigned?[unit] ?? Int(unit % UInt64(shard.count)) + 1
            if place == shard.index { choice.append(number) }
        }
        return choice.cases
    }

    /// Longest first, each to whom has least to do by then.
    private static func balanced(
        _ keys: [(keys: ShardKeys, cases: [Range<Int>])], _ groups: [UInt64: UInt64], _ durations: [UInt64: Int64], _ count: Int
    ) -> [UInt64: Int] {
        // What nobody has measured takes as long as the middle of the others.
        let usual = durations.values.sorted()[durations.count / 2]
        var weights: [UInt64: Int64] = [:]
        for (keys, cases) in keys {
            forEachUnit(of: keys, among: cases, groups) { _, unit, id in
                weights[unit, default: 0] += max(durations[id] ?? usual, 1)
            }
        }
        var loads = [Int64](repeating: 0, count: count)
        var assigned: [UInt64: Int] = [:]
        for (unit, weight) in weights.sorted(by: { ($0.value, $1.key) > ($1.value, $0.key) }) {
            let place = loads.indices.min { (loads[$0], $0) < (loads[$1], $1) } ?? 0
            loads[place] += weight
            assigned[unit] = place + 1
        }
        return assigned
    }

    private static func forEachUnit(
        of keys: ShardKeys, among chosen: [Range<Int>], _ groups: [UInt64: UInt64],
        _ body: (_ number: Int, _ unit: UInt64, _ id: UInt64) -> Void
    ) {
        var number = 0
        var ranges = chosen[...]
        for scenario in keys.scenarios {
            let group = groups[scenario.id]
            for id in scenario.cases {
                while let range = ranges.first, range.upperBound <= number { ranges = ranges.dropFirst() }
                if let range = ranges.first, range.contains(number) { body(number, group ?? id, id) }
                number += 1
            }
        }
    }

    private static func groups(among files: [ShardKeys]) -> [UInt64: UInt64] {
        var parents: [UInt64: UInt64] = [:]
        func root(_ key: UInt64) -> UInt64 {
            var key = key
            while let parent = parents[key], parent != key { key = parent }
            return key
        }
        func join(_ first: UInt64, _ second: UInt64) {
            let (one, other) = (root(first), root(second))
            // The smaller one stands for both, so that the order in which they are met does not matter.
            parents[max(one, other)] = min(one, other)
            parents[min(one, other)] = min(one, other)
        }
        for scenario in files.lazy.flatMap(\.scenarios) {
            for other in scenario.needs + [scenario.lock].compactMap({ $0 }) { join(scenario.id, other) }
        }
        return parents.keys.reduce(into: [:]) { $0[$1] = root($1) }
    }
}

/// Of a case's id: the same on every machine. All bits depend on all others, so that any number of shards gets alike parts.
func stableHash(_ text: String) -> UInt64 {
    var hash = fnv1a(text.utf8)
    for (shift, factor) in [(33, 0xFF51_AFD7_ED55_8CCD as UInt64), (33, 0xC4CE_B9FE_1A85_EC53), (33, 1)] {
        hash = (hash ^ (hash >> UInt64(shift))) &* factor
    }
    return hash
}
