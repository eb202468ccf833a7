package import AssayCore

/// What `assay.yaml` says: where the files are and what they run against.
package struct Project: Sendable {
    package var file: SourceFile
    /// The folder of specifications and scenarios, relative to the project folder.
    package var specs: String
    /// The folder of golden files, relative to the project folder.
    package var golden: String
    /// Where the file names the folders; `nil` when it leaves them at their defaults.
    package var specsRange: SourceRange?
    package var goldenRange: SourceRange?
    package var defaultTarget: String?
    package var targets: [TargetDefinition]
    /// The file of known failures, relative to the project folder.
    package var knownFailures: String?
    package var knownFailuresRange: SourceRange?
    /// What every whole run is to reach.
    package var gates: [Gate] = []
    package var mutation = MutationSettings()
}

/// What a project says of its mutants.
package struct MutationSettings: Sendable {
    package var explained: [ExplainedMutant] = []
    /// What every judging of all mutants is to reach.
    package var gates: [MutationGate] = []
}

/// A mutant that may survive.
package struct ExplainedMutant: Sendable {
    package var mutant: String
    package var because: String
    /// `nil` for all targets.
    package var target: String?
    package var file: SourceFile
    /// Where the mutant is named.
    package var range: SourceRange
}

/// A target as `assay.yaml` describes it.
package struct TargetDefinition: Sendable {
    package var name: String
    package var nameRange: SourceRange
    /// The registered name of an in-process model.
    package var model: String?
    package var modelRange: SourceRange?
    /// A service at a URL; a target is this or a model.
    package var live: LiveDefinition?
    /// Sent with every request that does not set the field itself.
    package var headers: [Template.Member]
    /// Settings of the model that differ from its defaults on this target.
    package var policy: [Template.Member]
}
