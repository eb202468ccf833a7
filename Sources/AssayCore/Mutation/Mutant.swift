/// One way in which a system is made wrong, to see whether the scenarios notice.
package struct Mutant: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable {
        /// A fault that the model itself declares.
        case model
        /// A setting of the model moved off its default.
        case policy
        /// A recorded answer, changed.
        case answer
        /// A recorded answer, changed in a way that means nothing: whoever notices it raises a false alarm.
        case surviving
    }

    /// `range-not-checked`, `policy.max_range=91d`, `answer:json-value /meta/explain`, `surviving:json-order`
    package var id: String
    package var kind: Kind
    /// What a user of such a system would see.
    package var summary: String
    /// The clauses of the specification that it breaks; empty for answers, which break what their checks speak for.
    package var clauses: [ClauseID]

    package init(id: String, kind: Kind, summary: String, clauses: [ClauseID] = []) {
        self.id = id
        self.kind = kind
        self.summary = summary
        self.clauses = clauses
    }
}

/// What became of a mutant.
package struct MutantResult: Sendable, Hashable {
    package enum Fate: String, Sendable, CaseIterable {
        /// Some check noticed it. For a mutant that must survive: a false alarm.
        case killed
        case survived
        /// It survived, and the project says why that is right.
        case explained
        /// It could not be applied to any case.
        case void
    }

    package var mutant: Mutant
    package var fate: Fate
    /// Those who noticed it, in the order of the suite: the first alone unless everything was asked for.
    package var kills: [Kill]
    /// How many cases could be judged with it.
    package var hosts: Int
    /// In how many of them the answer was another; `nil` where it was not counted.
    package var changed: Int?
    /// The smallest change that nobody noticed.
    package var unnoticed: UnnoticedChange?
    /// Why it may survive, as the project says.
    package var because: String?

    package init(
        _ mutant: Mutant, _ fate: Fate, kills: [Kill] = [], hosts: Int = 0, changed: Int? = nil,
        unnoticed: UnnoticedChange? = nil, because: String? = nil
    ) {
        self.mutant = mutant
        self.fate = fate
        self.kills = kills
        self.hosts = hosts
        self.changed = changed
        self.unnoticed = unnoticed
        self.because = because
    }

    package var isFalseAlarm: Bool { mutant.kind == .surviving && fate == .killed }
}

/// A check that held, and did not hold any more.
package struct Kill: Sendable, Hashable {
    package var id: CaseID
    package var step: String?
    /// "mail 1 attachment 1 csv"; `nil` where the case could not go on.
    package var check: String?
    package var clauses: [ClauseID]
    /// The first one.
    package var difference: Difference?
    /// Why the case could not go on.
    package var reason: String?
    /// Where the expectation stands.
    package var place: SourcePlace?

    package init(
        id: CaseID, step: String? = nil, check: String? = nil, clauses: [ClauseID], difference: Difference? = nil,
        reason: String? = nil, place: SourcePlace? = nil
    ) {
        self.place = place
        self.id = id
        self.step = step
        self.check = check
        self.clauses = clauses
        self.difference = difference
        self.reason = reason
    }
}

/// A part of an answer that was another, and that no check looked at.
package struct UnnoticedChange: Sendable, Hashable {
    package var id: CaseID
    package var step: String?
    /// "status", "json /meta/explain", "mail 1 attachment 1 csv, row 2, Status"
    package var place: String
    /// `nil` when there was nothing.
    package var before: String?
    package var after: String?
    /// Those of the scenario.
    package var clauses: [ClauseID]

    package init(id: CaseID, step: String?, place: String, before: String?, after: String?, clauses: [ClauseID] = []) {
        self.id = id
        self.clauses = clauses
        self.step = step
        self.place = place
        self.before = before
        self.after = after
    }
}
