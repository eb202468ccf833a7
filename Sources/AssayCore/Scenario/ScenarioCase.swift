/// One run of a scenario: the scenario itself, or one row of its examples.
public struct ScenarioCase: Sendable {
    public var scenario: Scenario
    /// `nil` for a scenario without examples.
    public var example: Example?

    public init(scenario: Scenario, example: Example? = nil) {
        self.scenario = scenario
        self.example = example
    }

    public var id: CaseID { CaseID(scenario: scenario.id, example: example?.name) }
}

extension Scenario {
    /// The cases in the order of the examples.
    public var cases: [ScenarioCase] {
        examples.isEmpty
            ? [ScenarioCase(scenario: self)] : examples.map { ScenarioCase(scenario: self, example: $0) }
    }
}
