import FoundationEssentials
import MessageReports
import Testing

/// Set to write the page in place of comparing it.
private let updates = "ASSAY_UPDATE_DOCS"

@Test func `docs/message-reports-policy.md is what the settings say`() throws {
    let file = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "docs/message-reports-policy.md")
    let page = Data(MessageReportsModel.policyReference().utf8)
    if ProcessInfo.processInfo.environment[updates] == "1" { try page.write(to: file) }
    #expect(try Data(contentsOf: file) == page, "run the tests once with \(updates)=1, and review the change")
}
