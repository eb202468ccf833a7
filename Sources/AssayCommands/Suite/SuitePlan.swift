import AssayCore
import ScenarioLoading
import ScenarioRunning
import Synchronization

/// The chosen cases cut into chunks, each of one file, for the second pass.
final class SuitePlan: Sendable {
    private struct Chunk: Sendable {
        var file: Int
        /// Numbers of cases in the file.
        var cases: [Range<Int>]
        /// The place of its first case in the whole plan.
        var number: Int
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
    /// fewer in a small suite, so that all cores have something to do. A service takes its time for each, and nobody shall wait
    /// long for the first verdicts.
    private static let largestChunk = (inProcess: 256, live: 8)
    private static let fewestChunksForJob = 8

    private let workspace: Workspace
    private let chunks: [Chunk]
    private let hashes: [FileHash]
    private let shelves: [Shelf]
    private let needs: SuiteNeeds
    private let neededOutcomes = NeededOutcomes()
    /// How often a case is run again, at most, that does not pass.
    private let retries: Int

    var chunkCount: Int { chunks.count }

    /// - Parameter jobs: How many chunks are worked on at a time: none shall have nothing to do while there is work.
    init(_ index: SuiteIndex, in workspace: Workspace, jobs: Int = 2, isLive: Bool = false, retries: Int = 0) {
        self.retries = retries
        self.workspace = workspace
        var chunks: [Chunk] = []
        var number = 0
        var shelves: [Shelf] = []
        let largest = isLive ? Self.largestChunk.live : Self.largestChunk.inProcess
        let size = min(max(index.chosenCount / (Self.fewestChunksForJob * jobs), 1), largest)
        for (file, entry) in index.entries.enumerated() {
            let pieces = Self.pieces(of: entry.choice.cases, size: size)
            for piece in pieces {
                chunks.append(Chunk(file: file, cases: piece, number: number))
                number += piece.reduce(0) { $0 + $1.count }
            }
            shelves.append(Shelf(pieces.isEmpty ? nil : entry.loaded, chunks: pieces.count))
        }
        self.chunks = chunks
        self.shelves = shelves
        hashes = index.entries.map(\.hash)
        needs = index.needs
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
        var outcomes = try await outcomes(of: suite(of: chunk.file).cases(chunk.cases), by: runner)
        for index in outcomes.indices { outcomes[index].result.number = chunk.number + index }
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
        while [.failed, .errored].contains(outcome.result.verdict), outcome.result.attempts <= retries, !Task.isCancelled {
            let attempts = outcome.result.attempts + 1
            outcome = await runner.run(element)
            outcome.result.attempts = attempts
        }
        return outcome
    }

    /// Calls `body` with every chosen case in order.
    func forEachCase(_ body: (ScenarioCase) throws -> Void) throws {
        for chunk in chunks {
            for element in try suite(of: chunk.file).cases(chunk.cases) { try body(element) }
        }
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

    private static func pieces(of cases: [Range<Int>], size: Int) -> [[Range<Int>]] {
        var pieces: [[Range<Int>]] = []
        var room = 0
        for var range in cases {
            while !range.isEmpty {
                if room == 0 {
                    pieces.append([])
                    room = size
                }
                let taken = range.prefix(room)
                pieces[pieces.count - 1].append(taken)
                room -= taken.count
                range = range.dropFirst(taken.count)
            }
        }
        return pieces
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
