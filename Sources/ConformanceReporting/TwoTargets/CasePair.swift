package import AssayCore

/// One case as two targets answered it.
package struct CasePair: Sendable {
    /// Whom a check that does not hold everywhere speaks against.
    package enum Blame: String, Sendable, CaseIterable {
        /// Nobody: it holds on both.
        case nobody
        /// Both answered alike, and otherwise than is due.
        case expectation
        case first
        case second
        /// Both answered otherwise than is due, each in its own way.
        case both
    }

    /// A check as it came out on both.
    package struct Check: Sendable {
        package var blame: Blame
        /// `nil` where it was not made on that target.
        package var first: CheckResult?
        package var second: CheckResult?

        /// One of the two, of those that do not hold where there is one.
        package var shown: CheckResult? { [first, second].compactMap { $0 }.first { !$0.holds } ?? first ?? second }
    }

    package let first: CaseResult
    package let second: CaseResult
    /// In the order they were made on the first target, those of the second alone last.
    package let checks: [Check]
    /// Why the case was not judged on both targets.
    package let obstacle: String?

    /// - Parameter names: Of the targets, for messages.
    package init(_ first: CaseResult, _ second: CaseResult, names: (String, String)) {
        self.first = first
        self.second = second
        let unjudged = [(names.0, first), (names.1, second)].filter { ![.passed, .failed].contains($0.1.verdict) }
        obstacle =
            unjudged.isEmpty
            ? nil
            : unjudged.map { "\($0.0): \($0.1.verdict.rawValue)\($0.1.reason.map { ", \($0)" } ?? "")" }.joined(separator: "; ")
        checks = obstacle == nil ? Self.paired(first.checks, second.checks) : []
    }

    /// Whom the case speaks against: each that one of its checks does.
    package var blames: Set<Blame> { Set(checks.map(\.blame)).subtracting([.nobody]) }

    private static func paired(_ first: [CheckResult], _ second: [CheckResult]) -> [Check] {
        var rest = second
        var checks: [Check] = []
        for check in first {
            let index = rest.firstIndex { $0.step == check.step && $0.subject.utf8.elementsEqual(check.subject.utf8) }
            let partner = index.map { rest.remove(at: $0) }
            checks.append(Check(blame: blame(check, partner), first: check, second: partner))
        }
        return checks + rest.map { Check(blame: blame(nil, $0), first: nil, second: $0) }
    }

    private static func blame(_ first: CheckResult?, _ second: CheckResult?) -> Blame {
        switch (first?.holds ?? true, second?.holds ?? true) {
        case (true, true): .nobody
        case (false, true): .first
        case (true, false): .second
        case (false, false): first.map(departures) == second.map(departures) ? .expectation : .both
        }
    }

    /// What came in place of what is due: equal for two answers that depart in the same way.
    private static func departures(of check: CheckResult) -> [Difference] {
        // Of more differences than are described, the rest may differ: their number has to be the same at least.
        check.differences + [Difference(.extra, at: .byte(check.differenceCount))]
    }
}

/// How often two targets were found to agree, and who was at fault.
package struct PairTally: Sendable {
    package private(set) var cases = 0
    /// How many there are in the suite; more than were laid side by side when the run ended before its time.
    package let planned: Int
    /// On which both did as is due.
    package private(set) var agreed = 0
    /// That were not judged on both.
    package private(set) var unjudged = 0
    package private(set) var errored = 0
    package private(set) var blames: [CasePair.Blame: Int] = [:]

    package init(planned: Int) { self.planned = planned }

    package var isInterrupted: Bool { cases < planned }

    package mutating func add(_ pair: CasePair) {
        cases += 1
        if pair.obstacle != nil {
            unjudged += 1
            if [pair.first, pair.second].contains(where: { $0.verdict == .errored }) { errored += 1 }
        } else if pair.blames.isEmpty {
            agreed += 1
        }
        for blame in pair.blames { blames[blame, default: 0] += 1 }
    }
}

/// A place at which an answer departs, with what is due there and what each target gave; `nil` for what is as due.
struct PairedPlace {
    var place: Difference.Place
    var due: String?
    var first: Side
    var second: Side

    enum Side {
        case asDue
        /// `nil` for nothing.
        case came(String?)
        /// The check was not made.
        case unjudged
    }

    /// The places of both sides, those of the first in front.
    static func all(of check: CasePair.Check) -> [PairedPlace] {
        var places: [PairedPlace] = []
        for difference in check.first?.differences ?? [] {
            places.append(
                PairedPlace(
                    place: difference.place, due: difference.expected, first: .came(difference.shownActual),
                    second: check.second == nil ? .unjudged : .asDue))
        }
        var open = Array(places.indices)
        for difference in check.second?.differences ?? [] {
            if let found = open.firstIndex(where: {
                places[$0].place == difference.place && places[$0].due == difference.expected
            }) {
                places[open.remove(at: found)].second = .came(difference.shownActual)
            } else {
                places.append(
                    PairedPlace(
                        place: difference.place, due: difference.expected, first: check.first == nil ? .unjudged : .asDue,
                        second: .came(difference.shownActual)))
            }
        }
        return places
    }
}

extension Difference {
    /// What came, or what is wrong with it.
    fileprivate var shownActual: String? {
        guard let note else { return actual }
        return actual.map { "\($0) (\(note))" } ?? note
    }
}

extension PairedPlace.Side {
    /// `nothing` where nothing came.
    var text: String {
        switch self {
        case .asDue: "as due"
        case .unjudged: "not judged"
        case .came(let text): text ?? "nothing"
        }
    }
}

extension CasePair.Blame {
    /// "the expectation: both answer alike": who is at fault, in words.
    func sentence(_ names: (String, String)) -> String {
        switch self {
        case .nobody: "nobody"
        case .expectation: "the expectation: \(names.0) and \(names.1) answer alike"
        case .first: names.0
        case .second: names.1
        case .both: "\(names.0) and \(names.1), each in its own way"
        }
    }
}
