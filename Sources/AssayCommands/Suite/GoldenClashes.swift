import AssayCore
import ScenarioLoading

/// A golden's path as a file system sees it to which letter case, or the Unicode form of a character, makes no difference: equal
/// as Swift takes texts as equal, canonically.
struct GoldenKey: Hashable {
    private let text: String

    init(_ path: String) {
        let isPlain = path.utf8.allSatisfy { $0 < 0x80 && !(0x41...0x5A).contains($0) }
        text = isPlain ? path : path.lowercased()
    }
}

/// Golden files that two scenarios claim, or that some file systems take for one: among all scenarios and not only those that
/// run, as far as paths are known without running.
///
/// A scenario may name one file for several of its own cases.
struct GoldenClashes {
    struct Claim {
        var path: String
        var origin: SuiteFacts.GoldenOrigin
        /// The scenario file.
        var file: String
    }

    struct Clash {
        var earlier: Claim
        var later: Claim

        var isSamePath: Bool { earlier.path.utf8.elementsEqual(later.path.utf8) }

        /// As the later one of the two is told it.
        var message: String {
            isSamePath
                ? "the golden file '\(later.path)' belongs to \(earlier.origin.scenario) too"
                : "the golden file '\(later.path)' is one with '\(earlier.path)' where letter case and Unicode form do not count"
        }
    }

    /// One for each pair of places in scenario files.
    private(set) var clashes: [Clash] = []

    private let files: [(path: String, facts: SuiteFacts)]
    private var first: [GoldenKey: Place] = [:]
    private var reported: Set<Pair> = []

    private struct Place {
        var file: Int
        var use: Int
    }

    private struct Pair: Hashable {
        var files: [Int]
        var origins: [Int]
    }

    /// - Parameter index: With facts of some extent. Where they are only of given paths, a file is read again when such a path lies
    ///   in the folder of its suite: it may be a case's own.
    init(among index: SuiteIndex, in workspace: Workspace) throws {
        var files = index.entries.compactMap { entry in entry.facts.map { (path: entry.path, facts: $0) } }
        for number in Self.incompleteFiles(index.entries) {
            let path = files[number].path
            let suite = try loadSuite(
                workspace.source(path), named: workspace.defaultSuite(of: path), in: workspace.context)
            files[number].facts = SuiteFacts(of: suite, .everything)
        }
        self.files = files
        for file in files.indices {
            for use in files[file].facts.goldens.indices { add(Place(file: file, use: use)) }
        }
    }

    /// Those whose own paths are not gathered and may be given by others.
    private static func incompleteFiles(_ entries: [SuiteIndex.Entry]) -> [Int] {
        var folders: Set<GoldenKey> = []
        for facts in entries.compactMap(\.facts) where facts.extent == .givenPaths {
            for use in facts.goldens {
                if let path = use.name.path { folders.insert(GoldenKey(FilePath.folder(of: path))) }
            }
        }
        guard !folders.isEmpty else { return [] }
        return entries.indices.filter { folders.contains(GoldenKey(entries[$0].suite)) }
    }

    private mutating func add(_ place: Place) {
        guard let path = files[place.file].facts.goldens[place.use].name.path else { return }
        let key = GoldenKey(path)
        guard let earlier = first[key] else {
            first[key] = place
            return
        }
        let clash = Clash(earlier: claim(earlier), later: claim(place))
        let origins = [clash.earlier.origin, clash.later.origin]
        if clash.isSamePath, origins.allSatisfy(\.isExplicit), origins[0].scenario == origins[1].scenario { return }
        let uses = [earlier, place].map { files[$0.file].facts.goldens[$0.use].origin }
        guard reported.insert(Pair(files: [earlier.file, place.file], origins: uses)).inserted else { return }
        clashes.append(clash)
    }

    private func claim(_ place: Place) -> Claim {
        let (path, facts) = files[place.file]
        let use = facts.goldens[place.use]
        return Claim(path: use.name.path ?? "", origin: facts.origins[use.origin], file: path)
    }
}
