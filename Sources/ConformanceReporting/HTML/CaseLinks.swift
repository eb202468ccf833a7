import AssayCore

/// Where the cases are that the front of a page points to: the first few for each clause and for each way to fare.
///
/// Its size depends on the clauses, not on how many cases there are.
struct CaseLinks {
    struct Link {
        var number: Int
        var id: String
        var kind: CaseKind
        /// What is wrong, in a line; empty where nothing is.
        var remark = ""
    }

    /// How cases fare in regard of one clause.
    struct OfClause {
        private(set) var departing: [Link] = []
        private(set) var conforming: [Link] = []
        private(set) var others: [Link] = []
        private(set) var count = 0

        /// What departs comes first.
        var shown: ArraySlice<Link> { (departing + conforming + others).prefix(CaseLinks.linksPerClause) }

        fileprivate mutating func add(_ result: CaseResult, _ clause: ClauseID, number: Int) {
            count += 1
            let kind = CaseKind(of: result)
            let link = { Link(number: number, id: result.id.description.displayed, kind: kind) }
            switch kind {
            case .skipped, .inapplicable: others.append(link, atMost: CaseLinks.linksPerClause)
            case .passed, .flaky: conforming.append(link, atMost: CaseLinks.linksPerClause)
            case .errored: departing.append(link, atMost: CaseLinks.linksPerClause)
            case .failed, .known, .warned:
                let departs = result.checks.contains { !$0.holds && $0.clauses.contains(clause) }
                if departs {
                    departing.append(link, atMost: CaseLinks.linksPerClause)
                } else {
                    conforming.append(link, atMost: CaseLinks.linksPerClause)
                }
            }
        }
    }

    static let linksPerClause = 20
    static let linksPerKind = 100
    static let slowestShown = 10

    private(set) var clauses: [ClauseID: OfClause] = [:]
    private(set) var kinds: [CaseKind: [Link]] = [:]
    /// The longest first.
    private(set) var slowest: [(link: Link, duration: Duration)] = []

    mutating func add(_ result: CaseResult, number: Int) {
        for clause in result.citedClauses { clauses[clause, default: OfClause()].add(result, clause, number: number) }
        let kind = CaseKind(of: result)
        if kind != .passed {
            kinds[kind, default: []].append({ Self.link(to: result, kind, number: number) }, atMost: Self.linksPerKind)
        }
        guard slowest.count < Self.slowestShown || slowest.last.map({ $0.duration < result.duration }) ?? true else { return }
        let place = slowest.firstIndex { $0.duration < result.duration } ?? slowest.endIndex
        let link = Link(number: number, id: result.id.description.displayed, kind: kind)
        slowest.insert((link, result.duration), at: place)
        if slowest.count > Self.slowestShown { slowest.removeLast() }
    }

    private static func link(to result: CaseResult, _ kind: CaseKind, number: Int) -> Link {
        var link = Link(number: number, id: result.id.description.displayed, kind: kind)
        if let reason = result.reason {
            link.remark = shown(reason, limit: 200)
        } else if let check = result.checks.first(where: { !$0.holds }) {
            link.remark = shown(check.subject, limit: 80)
            if let difference = check.differences.first { link.remark += ": \(shown(difference.line, limit: 200))" }
        }
        return link
    }
}

extension [CaseLinks.Link] {
    fileprivate mutating func append(_ link: () -> Element, atMost limit: Int) {
        if count < limit { append(link()) }
    }
}
