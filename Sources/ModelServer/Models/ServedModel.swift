package import AssayCore

/// What is served: a model, the state it starts from, and what requests may change about it.
package struct ServedModel: Sendable {
    /// What the model takes for the present moment.
    package enum Clock: Sendable {
        case fixed(Instant)
        /// Asked for each request, which then has a model of its own: a model takes its clock once.
        case running(@Sendable () -> Instant)
    }

    package var model: any Model.Type
    package var clock: Clock
    package var policy: [DataValue.Member]
    package var data: [String: DataFile]
    /// Where the model's identifiers come from.
    package var seed: UInt64
    /// Returns the data file at a path that a request's `Assay-Given` names; `nil` where requests may bring no preconditions.
    package var givenData: (@Sendable (String) throws -> DataFile)?

    package init(
        _ model: any Model.Type, clock: Clock, policy: [DataValue.Member] = [], data: [String: DataFile] = [:], seed: UInt64,
        givenData: (@Sendable (String) throws -> DataFile)? = nil
    ) {
        self.model = model
        self.clock = clock
        self.policy = policy
        self.data = data
        self.seed = seed
        self.givenData = givenData
    }

    func given(seed: UInt64) -> Given {
        let now =
            switch clock {
            case .fixed(let instant): instant
            case .running(let now): now()
            }
        return Given(clock: now, policy: policy, data: data, seed: seed)
    }
}
