import AssayCore
import ScenarioLoading

/// What is to be run again.
enum RerunChoice: Equatable {
    case everything
    /// The cases of these scenario files, relative to the project folder.
    case files(Set<String>)

    mutating func add(_ other: RerunChoice) {
        if case .files(let own) = self, case .files(let others) = other {
            self = .files(own.union(others))
        } else {
            self = .everything
        }
    }
}

/// What depends on which file, as the last run that could be made saw it.
struct SuiteTouch {
    private let workspace: Workspace
    private let entries: [SuiteIndex.Entry]

    /// - Parameter index: With the golden files of every scenario.
    init(_ workspace: Workspace, _ index: SuiteIndex) {
        self.workspace = workspace
        entries = index.entries
    }

    /// Returns what a run has to judge again after these files have changed; too much where it is not clear.
    ///
    /// - Parameter changes: Absolute paths.
    func choice(after changes: Set<String>) -> RerunChoice {
        let golden = FilePath.normalized(FilePath.join(workspace.folder, workspace.project.golden))
        var choice = RerunChoice.files([])
        for path in changes {
            if let golden = FilePath.path(path, below: golden) {
                choice.add(users(ofGolden: golden))
            } else {
                choice.add(scenarios(at: path))
            }
        }
        guard case .files(let files) = choice else { return choice }
        return .files(withDependents(files))
    }

    /// The scenario file of a suite.
    func file(ofSuite suite: String) -> String? { entries.first { $0.suite.utf8.elementsEqual(suite.utf8) }?.path }

    private func users(ofGolden path: String) -> RerunChoice {
        let users = entries.filter { $0.facts?.goldens.contains { $0.name.matches(path) } ?? false }
        return users.isEmpty ? .everything : .files(Set(users.map(\.path)))
    }

    /// A file that is new, or gone, may mean something to all others.
    private func scenarios(at path: String) -> RerunChoice {
        guard let path = FilePath.path(path, below: workspace.folder), entries.contains(where: { $0.path == path }),
            FileSystem.kind(of: FilePath.join(workspace.folder, path), followsLinks: true) == .file
        else { return .everything }
        return .files([path])
    }

    /// The files, and those with scenarios that need one of theirs.
    private func withDependents(_ files: Set<String>) -> Set<String> {
        var files = files
        var suites: Set<String> = []
        while true {
            let known = suites.count
            suites.formUnion(entries.filter { files.contains($0.path) }.map(\.suite))
            guard suites.count > known else { return files }
            for entry in entries where entry.needs.contains(where: { suites.contains($0.id.suite) }) { files.insert(entry.path) }
        }
    }
}
