import AssayCore

/// Stands for a live target where nothing is asked of it.
struct UnaskedTarget: Target {
    let isInProcess = false

    func begin(_ given: Given, for case: CaseID) -> Beginning { .inapplicable("the target is not asked") }
}
