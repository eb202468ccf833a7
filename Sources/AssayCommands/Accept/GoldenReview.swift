import AssayCore
import ScenarioRunning

/// What the cases of a run would have golden files hold: each file once, whatever number of cases name it, and nothing that two
/// cases do not agree on.
struct GoldenReview: ~Copyable {
    /// New content of a golden file.
    struct Change {
        /// The first case that needs it.
        var id: CaseID
        /// Below the golden folder, normalized.
        var path: String
        /// The check that compares with it: `json`, `mail 1 attachment 1 csv`.
        var subject: String
        /// Why it is not to be written.
        var refusal: String?
        /// The case's number in the run: changes of one case belong together.
        var owner: Int
        fileprivate var content: Range<Int>
    }

    private enum Need {
        case asItIs(path: String, CaseID)
        case change(Int)
    }

    /// In the order of the run.
    private(set) var changes: [Change] = []
    private var spool: ProposalSpool
    private var needs: [GoldenKey: Need] = [:]
    /// For a change, further cases that need the same content there.
    private var sharers: [Int: [Int]] = [:]
    private var caseCount = 0

    /// - Parameter folder: For a temporary file, should the contents be many.
    init(spoolFolder folder: String) {
        spool = ProposalSpool(folder: folder)
    }

    func content(of change: Change) throws(FileFailure) -> [UInt8] { try spool.content(change.content) }

    /// How many may be written.
    var acceptableCount: Int { changes.count { $0.refusal == nil } }

    mutating func add(_ outcome: CaseOutcome) throws(FileFailure) {
        for path in outcome.keptGoldens { keep(FilePath.normalized(path), for: outcome.result.id) }
        for proposal in outcome.goldens { try add(proposal) }
        caseCount += 1
    }

    private mutating func keep(_ path: String, for id: CaseID) {
        let key = GoldenKey(path)
        switch needs[key] {
        case nil: needs[key] = .asItIs(path: path, id)
        case .asItIs: break
        case .change(let index): refuse(index, Self.clash(changes[index].path, with: path, of: id, "wants it as it is"))
        }
    }

    private mutating func add(_ proposal: GoldenProposal) throws(FileFailure) {
        let path = FilePath.normalized(proposal.path)
        let key = GoldenKey(path)
        var refusal = proposal.refusal
        switch needs[key] {
        case nil: needs[key] = .change(changes.count)
        case .asItIs(let other, let id): refusal = Self.clash(path, with: other, of: id, "wants it as it is")
        case .change(let index):
            let earlier = changes[index]
            if earlier.path.utf8.elementsEqual(path.utf8), try content(of: earlier) == proposal.new {
                sharers[index, default: []].append(caseCount)
                if let refusal { refuse(index, refusal) }
                return
            }
            refusal = Self.clash(path, with: earlier.path, of: earlier.id, "needs other content in it")
            refuse(index, Self.clash(earlier.path, with: path, of: proposal.id, "needs other content in it"))
        }
        changes.append(
            Change(
                id: proposal.id, path: path, subject: proposal.subject, refusal: refusal, owner: caseCount,
                content: try spool.append(proposal.new)))
    }

    private static func clash(_ path: String, with other: String, of id: CaseID, _ wish: String) -> String {
        path.utf8.elementsEqual(other.utf8)
            ? "\(id) \(wish)" : "it is one file with '\(other)' of \(id) where letter case and Unicode form do not count"
    }

    /// What was found first stays.
    private mutating func refuse(_ index: Int, _ reason: String) {
        if changes[index].refusal == nil { changes[index].refusal = reason }
    }

    // MARK: - What cannot be written

    /// Refuses files that other scenarios claim, run or not, and all other files of a case of which one is refused.
    mutating func refuseClashes(_ clashes: [GoldenClashes.Clash]) {
        for clash in clashes {
            for (own, other) in [(clash.earlier, clash.later), (clash.later, clash.earlier)] {
                guard case .change(let index) = needs[GoldenKey(own.path)] else { continue }
                let scenario = changes[index].id.scenario == own.origin.scenario ? other.origin.scenario : own.origin.scenario
                refuse(index, "\(scenario) names the file too; 'assay check' shows where")
            }
        }
        refuseCompanions()
    }

    private mutating func refuseCompanions() {
        var cases: Set<Int> = []
        var known = -1
        while cases.count > known {
            known = cases.count
            for index in changes.indices {
                let owners = [changes[index].owner] + (sharers[index] ?? [])
                if changes[index].refusal == nil, owners.contains(where: cases.contains) {
                    refuse(index, "another golden file of the case is refused")
                }
                if changes[index].refusal != nil { cases.formUnion(owners) }
            }
        }
    }
}
