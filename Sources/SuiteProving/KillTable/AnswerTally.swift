internal import AssayCore

/// What is known of the mutants of answers, case by case.
struct AnswerTally {
    private let manner: SuiteProof.Manner
    private var byKey: [ReplyMutant: MutantResult] = [:]
    /// In the order in which they were first met.
    private var keys: [ReplyMutant] = []
    /// Mutants that need not be judged any more.
    private(set) var settled: Set<ReplyMutant> = []
    /// Those that are settled from the next round on: what one case of a round finds, the others do not know.
    private var settledNext: Set<ReplyMutant> = []

    init(_ manner: SuiteProof.Manner) { self.manner = manner }

    mutating func add(_ judgements: [CaseProof.AnswerJudgement]) {
        for judgement in judgements where !settled.contains(judgement.key) {
            var result = byKey[judgement.key] ?? MutantResult(judgement.mutant, .survived)
            if byKey[judgement.key] == nil { keys.append(judgement.key) }
            result.hosts += 1
            if let kill = judgement.kill {
                // Within one round several may have killed it; the first counts.
                if manner.isComplete || result.fate != .killed { result.add(kill) }
                result.fate = .killed
                result.unnoticed = nil
            } else if result.fate != .killed, result.unnoticed == nil {
                result.unnoticed = judgement.unnoticed
            }
            byKey[judgement.key] = result
        }
        if !manner.isComplete { settledNext.formUnion(judgements.filter { $0.kill != nil }.map(\.key)) }
    }

    /// To be called between rounds.
    mutating func endRound() {
        settled.formUnion(settledNext)
        settledNext = []
    }

    /// By kind, operator and place.
    var results: [MutantResult] {
        let order = Dictionary(ReplyOperator.allCases.enumerated().map { ($1, $0) }) { first, _ in first }
        func rank(_ key: ReplyMutant) -> Int { order[key.change] ?? 0 }
        return keys.enumerated().sorted { left, right in
            let (l, r) = (rank(left.element), rank(right.element))
            return l == r ? left.offset < right.offset : l < r
        }.compactMap { byKey[$0.element] }
    }
}

extension MutantResult {
    /// Of further kills only the check is kept: there may be as many as cases.
    mutating func add(_ kill: Kill) {
        var kill = kill
        if kills.count >= 3 { (kill.difference, kill.place, kill.reason) = (nil, nil, nil) }
        kills.append(kill)
    }
}
