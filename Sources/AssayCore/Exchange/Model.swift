/// An in-process reference model of a system: the specification as a program.
///
/// A model is made afresh for every scenario and keeps its state between the steps of that scenario only. It reads no
/// file, no clock and no source of randomness but what `Given` holds, so that the same scenario has the same answer.
public protocol Model: Sendable {
    /// The settings that `given.policy` and `--set policy.NAME=VALUE` may change, with what they do.
    static var settings: [PolicySetting] { get }

    /// The names under `given` that hold a data file, such as `messages`.
    static var inputs: [String] { get }

    /// The ways in which the model can be made wrong on purpose, by which `assay mutate` shows that the scenarios would notice. The
    /// one that is in force is `Given.mutant`; in a plain run there is none.
    static var mutants: [ModelMutant] { get }

    /// - Parameter given: The stated preconditions: clock, data, policy.
    /// - Throws: `InvalidGiven` when a precondition cannot be established.
    init(given: Given) throws

    /// Returns the response and what the request set in motion.
    ///
    /// - Throws: Only for a fault of the model itself, which makes the scenario `errored`; a refusal is a response.
    mutating func respond(to request: Request) throws -> Reply
}

extension Model {
    public static var settings: [PolicySetting] { [] }
    public static var inputs: [String] { [] }
    public static var mutants: [ModelMutant] { [] }
}

/// One choice that a model leaves open, under the name it has in `given.policy`.
public struct PolicySetting: Sendable {
    public var name: String
    public var summary: String
    public var defaultValue: DataValue
    /// Other readings that the model implements; where a setting takes any number or text, examples of it.
    public var alternatives: [DataValue]
    /// The clauses of the specification that the setting decides.
    public var clauses: [String]

    public init(
        name: String, summary: String, default defaultValue: DataValue, alternatives: [DataValue], clauses: [String] = []
    ) {
        self.name = name
        self.summary = summary
        self.defaultValue = defaultValue
        self.alternatives = alternatives
        self.clauses = clauses
    }
}

/// One fault that a model has when it is asked to: a validation left out, a comparison reversed, a row too many.
public struct ModelMutant: Sendable, Hashable {
    /// A slug such as `range-not-checked`, unique within the model.
    public var id: String
    /// What a user of such a system would see: "a period of any length is accepted".
    public var summary: String
    /// The clauses of the specification that it breaks; at least one.
    public var clauses: [String]

    public init(_ id: String, _ summary: String, clauses: [String]) {
        self.id = id
        self.summary = summary
        self.clauses = clauses
    }
}

/// The preconditions of a scenario: the state that the answer depends on.
public struct Given: Sendable {
    /// What the system takes for the present moment.
    public var clock: Instant
    /// Whether the scenario states the clock.
    public var isClockStated: Bool
    /// Settings that depart from the model's defaults.
    public var policy: [DataValue.Member]
    /// Data by the name it has under `given`.
    public var data: [String: DataFile]
    /// Where identifiers come from: equal seeds give equal identifiers.
    public var seed: UInt64
    /// The id of the fault that the model is to have, one of its `mutants`; `nil` for none.
    public var mutant: String?

    public init(
        clock: Instant = Instant(seconds: 0), isClockStated: Bool = false, policy: [DataValue.Member] = [],
        data: [String: DataFile] = [:], seed: UInt64 = 0, mutant: String? = nil
    ) {
        self.mutant = mutant
        self.clock = clock
        self.isClockStated = isClockStated
        self.policy = policy
        self.data = data
        self.seed = seed
    }
}

/// A precondition that a model cannot establish: an unknown setting, a value out of range, unreadable data.
public struct InvalidGiven: Error, Sendable {
    /// Where it stands below `given`: `["policy", "window"]`, `["messages"]`.
    public var path: [String]
    /// Said after the path: "must be a whole number", not "window must be ...".
    public var message: String
    /// What to type instead.
    public var fix: String?
    /// Whether the name itself is wrong, and not the value it has.
    public var concernsName: Bool

    public init(_ path: [String], _ message: String, fix: String? = nil, concernsName: Bool = false) {
        self.path = path
        self.message = message
        self.fix = fix
        self.concernsName = concernsName
    }
}
