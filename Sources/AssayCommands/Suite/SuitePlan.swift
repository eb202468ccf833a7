import AssayCore
import ScenarioLoading
import ScenarioRunning
import Synchronization

/// The chosen cases cut into chunks, each of one file, for the second pass.
final class SuitePlan: Sendable {
    private struct Chunk: Sendable {
        var file: Int
        var cases: [NumberedCases]
    }

    /// Cases of a file that follow each other, there and in the whole plan.
    fileprivate struct NumberedCases: Sendable {
        /// Numbers in the file.
        var range: Range<Int>
        /// The place of the first one in the whole plan.
        var number: Int
    }

    /// How a plan differs from running all that is chosen, one after the other, once.
    struct Manner: Sendable {
        /// How many chunks are worked on at a time: none shall have nothing to do while there is work.
        var jobs = 2
        var isLive = false
        /// How often a case is run again, at most, that does not pass.
        var retries = 0
        var shard: SuiteShard?
        /// Decides upon another order, of files and of the cases in each.
        var shuffleSeed: UInt64?
    }

    /// A file's scenarios, in memory from the first of its chunks to the last.
    private final class Shelf: Sendable {
        struct Content {
            var suite: SuiteFile?
            var chunksLeft: Int
        }

        let content: Mutex<Content>

        init(_ suite: SuiteFile?, chunks: Int) {
            content = Mutex(Content(suite: suite, chunksLeft: chunks))
        }
    }

    /// Cases in a chunk, at most: many, so that the chunks of one file seldom wait for each other while it is read again, and
    /// fewer in a small suite, so that all cores have something to do. A service takes its time for each: nobody shall wait long for
    /// the first verdicts, nor at the end for the one chunk that was begun last.
    private static let largestChunk = (inProcess: 256, live: 32)
    private static let fewestChunksForJob = (inProcess: 8, live: 16)

    private let workspace: Workspace
    private let chunks: [Chunk]
    private let hashes: [FileHash]
    private let shelves: [Shelf]
    private let needs: SuiteNeeds
    private let neededOutcomes = NeededOutcomes()
    private let manner: Manner

    var chunkCount: Int { chunks.count }

    init(_ index: SuiteIndex, in workspace: Workspace, _ manner: Manner = Manner()) {
        self.workspace = workspace
        self.manner = manner
        var chunks: [[Chunk]] = []
        var shelves: [Shelf] = []
        var number = 0
        let largest = manner.isLive ? Self.largestChunk.live : Self.largestChunk.inProcess
        let fewest = manner.isLive ? Self.fewestChunksForJob.live : Self.fewestChunksForJob.inProcess
        let size = min(max(index.chosenCount / (fewest * manner.jobs), 1), largest)
        var order = manner.shuffleSeed.map(SplitMix64.init(seed:))
        for (file, entry) in index.entries.enumerated() {
            var cases = Self.numbered(entry, from: number, in: manner.shard)
            order?.shuffle(&cases)
            let pieces = Self.pieces(of: cases, size: size)
            chunks.append(pieces.map { Chunk(file: file, cases: $0) })
            shelves.append(Shelf(pieces.isEmpty ? nil : entry.loaded, chunks: pieces.count))
            number += entry.choice.count
        }
        order?.shuffle(&chunks)
        self.chunks = Array(chunks.joined())
        self.shelves = shelves
        hashes = index.entries.map(\.hash)
        var needs = index.needs
        if manner.shard != nil {
            // What is needed is in the shard of those that need it.
            let files = Dictionary(grouping: self.chunks, by: \.file)
            for level in needs.levels.indices {
                needs.levels[level].removeAll { needed in
                    !(files[needed.file] ?? []).contains { $0.cases.contains { $0.range.overlaps(needed.cases) } }
                }
            }
        }
        self.needs = needs
    }

    /// How many cases the plan has.
    var caseCount: Int { chunks.reduce(0) { $0 + $1.cases.reduce(0) { $0 + $1.range.count } } }

    /// The chosen cases of a file that are in the shard, with their places in the whole plan.
    private static func numbered(_ entry: SuiteIndex.Entry, from number: Int, in shard: SuiteShard?) -> [NumberedCases] {
        var whole: [NumberedCases] = []
        var next = number
        for range in entry.choice.cases {
            whole.append(NumberedCases(range: range, number: next))
            next += range.count
        }
        guard let shard, let keys = entry.shardKeys else { return whole }
        var parts: [NumberedCases] = []
        for member in shard.members(of: keys, among: entry.choice.cases) {
            for cases in whole where cases.range.overlaps(member) {
                let range = cases.range.clamped(to: member)
                parts.append(NumberedCases(range: range, number: cases.number + range.lowerBound - cases.range.lowerBound))
            }
        }
        return parts
    }

    /// Runs what others need, before anything else. The outcomes come with the chunks; after an interrupt there are none.
    func runNeeded(by runner: CaseRunner, jobs: Int) async throws {
        for level in needs.levels {
            let work: @Sendable (Int) async throws -> [CaseOutcome] = { number in
                let needed = level[number]
                let suite = try self.suiteAside(of: needed.file)
                return try await self.outcomes(of: suite.cases([needed.cases]), by: runner)
            }
            try await runInOrder(
                chunks: level.count, jobs: jobs, work: work, interruption: Interrupt.request
            ) { outcome in
                neededOutcomes.keep(outcome)
                return true
            }
        }
    }

    /// Runs one chunk's cases, one after the other. When the task is cancelled the case under way is dropped, for what it found
    /// may come of that, and the rest is not run.
    func outcomes(of number: Int, by runner: CaseRunner) async throws -> [CaseOutcome] {
        let chunk = chunks[number]
        var outcomes = try await outcomes(of: cases(of: chunk), by: runner)
        for (index, number) in zip(outcomes.indices, chunk.cases.lazy.flatMap { $0.number..<$0.number + $0.range.count }) {
            outcomes[index].result.number = number
        }
        return outcomes
    }

    private func outcomes(of cases: [ScenarioCase], by runner: CaseRunner) async throws -> [CaseOutcome] {
        var outcomes: [CaseOutcome] = []
        for element in cases {
            if Task.isCancelled { break }
            let outcome = await outcome(of: element, by: runner)
            if Task.isCancelled { break }
            outcomes.append(outcome)
        }
        return outcomes
    }

    private func outcome(of element: ScenarioCase, by runner: CaseRunner) async -> CaseOutcome {
        guard !needs.levels.isEmpty else { return await attempts(at: element, by: runner) }
        if let outcome = neededOutcomes.take(element.id) { return outcome }
        if let (need, reason) = neededOutcomes.obstacle(for: element.scenario) {
            return runner.skip(element, because: reason, at: need.range)
        }
        return await attempts(at: element, by: runner)
    }

    /// Runs a case, again from the start while it does not pass.
    private func attempts(at element: ScenarioCase, by runner: CaseRunner) async -> CaseOutcome {
        var outcome = await runner.run(element)
        while [.failed, .errored].contains(outcome.result.verdict), outcome.result.attempts <= manner.retries, !Task.isCancelled {
            let attempts = outcome.result.attempts + 1
            outcome = await runner.run(element)
            outcome.result.attempts = attempts
        }
        return outcome
    }

    /// Calls `body` with every chosen case in order.
    func forEachCase(_ body: (ScenarioCase) throws -> Void) throws {
        for chunk in chunks {
            for element in try cases(of: chunk) { try body(element) }
        }
    }

    /// In the order of the chunk, which need not be that of the file.
    private func cases(of chunk: Chunk) throws -> [ScenarioCase] {
        let suite = try suite(of: chunk.file)
        let inFile = chunk.cases.map(\.range).sorted { $0.lowerBound < $1.lowerBound }
        let cases = suite.cases(inFile)
        guard manner.shuffleSeed != nil else { return cases }
        let known = Dictionary(zip(inFile.joined(), cases)) { first, _ in first }
        return chunk.cases.flatMap(\.range).compactMap { known[$0] }
    }

    /// Takes the scenarios from memory, or reads them once more; the last chunk lets go of them.
    private func suite(of file: Int) throws -> SuiteFile {
        try shelves[file].content.withLock { content in
            let suite = try content.suite ?? reload(hashes[file])
            content.chunksLeft -= 1
            content.suite = content.chunksLeft > 0 ? suite : nil
            return suite
        }
    }

    /// As `suite(of:)`, for something else than the file's chunks.
    private func suiteAside(of file: Int) throws -> SuiteFile {
        try shelves[file].content.withLock(\.suite) ?? reload(hashes[file])
    }

    private func reload(_ hash: FileHash) throws -> SuiteFile {
        let changed = CommandFailure(.harnessFailed, "\(hash.path) changed while the run was under way", fix: "run again")
        let suite: SuiteFile
        do throws(InvalidInput) {
            suite = try workspace.suite(hash.path)
        } catch {
            // It could be read before.
            throw changed
        }
        guard FileHash(suite) == hash else { throw changed }
        return suite
    }

    private static func pieces(of cases: [NumberedCases], size: Int) -> [[NumberedCases]] {
        var pieces: [[NumberedCases]] = []
        var room = 0
        for var cases in cases {
            while !cases.range.isEmpty {
                if room == 0 {
                    pieces.append([])
                    room = size
                }
                let taken = cases.range.prefix(room)
                pieces[pieces.count - 1].append(NumberedCases(range: taken, number: cases.number))
                room -= taken.count
                cases = NumberedCases(range: cases.range.dropFirst(taken.count), number: cases.number + taken.count)
            }
        }
        return pieces
    }
}

/// Random numbers that are the same for the same seed on every machine: https://prng.di.unimi.it/splitmix64.c
private struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func shuffle<Element>(_ elements: inout [Element]) { elements.shuffle(using: &self) }

    /// Takes ranges apart and brings their cases into another order.
    mutating func shuffle(_ cases: inout [SuitePlan.NumberedCases]) {
        cases = cases.flatMap { cases in
            cases.range.enumerated().map {
                SuitePlan.NumberedCases(range: $0.element..<$0.element + 1, number: cases.number + $0.offset)
            }
        }
        cases.shuffle(using: &self)
    }
}

extension SuiteFile {
    /// The cases of those numbers, which ascend.
    func cases(_ wanted: [Range<Int>]) -> [ScenarioCase] {
        var cases: [ScenarioCase] = []
        var first = 0
        var ranges = wanted[...]
        for scenario in scenarios {
            guard !ranges.isEmpty else { break }
            let own = first..<first + max(scenario.examples.count, 1)
            first = own.upperBound
            while let range = ranges.first, range.lowerBound < own.upperBound {
                for number in range.clamped(to: own) {
                    let example = scenario.examples.isEmpty ? nil : scenario.examples[number - own.lowerBound]
                    cases.append(ScenarioCase(scenario: scenario, example: example))
                }
                guard range.upperBound <= own.upperBound else { break }
                ranges = ranges.dropFirst()
            }
        }
        return cases
    }
}
