internal import AssayCore
internal import Synchronization

/// Preconditions that many cases state alike: what they come to, and what the target has said about them.
final class KnownGivens: Sendable {
    /// Where preconditions without holes stand. Defaults keep their places when they are merged in, so that scenarios which state
    /// nothing of their own have equal places; and within one file the place of a scalar stands for one value.
    struct Place: Hashable, Sendable {
        private let path: String
        private let clock: SourceRange?
        private let policy: [SourceRange]
        private let data: [SourceRange]

        /// - Returns: `nil` for preconditions that may differ from case to case.
        init?(of template: GivenTemplate, in file: SourceFile) {
            // An alias may stand for a mapping that is merged over the defaults, and elsewhere for what it says alone.
            guard template.isConstant, !template.policy.contains(where: { $0.value.isMapping }) else { return nil }
            path = file.path
            clock = template.clock?.range
            policy = template.policy.flatMap { [$0.nameRange, $0.value.range] }
            data = template.data.flatMap { [$0.nameRange, $0.value.range] }
        }
    }

    private struct Value: Hashable {
        var clock: Instant
        var policy: [DataValue.Member]
        var data: [String: ObjectIdentifier]
    }

    private struct Judgement {
        var problem: InvalidGiven?
        /// Keeps the data files, whose identity is part of the value.
        var given: Given
    }

    /// Beyond this many, all are forgotten: files mostly run one after the other.
    private static let capacity = 256

    private let places = Mutex<[Place: (given: Given, isSound: Bool)]>([:])
    private let judgements = Mutex<[Value: Judgement]>([:])

    /// What the preconditions at a place come to, with the seed of some case.
    subscript(place: Place) -> Given? {
        get { places.withLock { $0[place]?.given } }
        set {
            places.withLock { places in
                if places.count >= Self.capacity { places.removeAll(keepingCapacity: true) }
                places[place] = newValue.map { ($0, false) }
            }
        }
    }

    /// Whether the target is known to take the preconditions at a place.
    func isSound(_ place: Place) -> Bool { places.withLock { $0[place]?.isSound == true } }

    func noteSound(_ place: Place) { places.withLock { $0[place]?.isSound = true } }

    /// Tries the preconditions on the target, unless that was done. The seed is no precondition: it only tells identifiers apart.
    func problem(with given: Given, for id: CaseID, on target: any Target) async -> InvalidGiven? {
        let value = Value(clock: given.clock, policy: given.policy, data: given.data.mapValues { ObjectIdentifier($0) })
        if let known = judgements.withLock({ $0[value] }) { return known.problem }
        var problem: InvalidGiven?
        do {
            _ = try await target.begin(given, for: id)
        } catch let error as InvalidGiven {
            problem = error
        } catch {
            // No word about the preconditions; the run will meet it again.
            return nil
        }
        judgements.withLock { $0[value] = Judgement(problem: problem, given: given) }
        return problem
    }
}

extension Template {
    fileprivate var isMapping: Bool {
        if case .object = shape { true } else { false }
    }
}
