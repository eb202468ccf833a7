import Testing

@testable import AssayCommands

struct NearestNamesTests {
    @Test func `the nearest come first, and what is far is left out`() {
        #expect(nearestNames(to: "export/rang", among: ["export/mail", "export/range", "import"]) == ["export/range"])
        #expect(nearestNames(to: "RANGE-MX", among: ["ORDER", "RANGE-MAX", "RANGE-TEXT"]) == ["RANGE-MAX"])
        #expect(nearestNames(to: "zzz", among: ["export", "import"]).isEmpty)
    }

    @Test func `a part of a name finds it`() {
        #expect(nearestNames(to: "overflow", among: ["export/range/range-overflow"]) == ["export/range/range-overflow"])
    }
}
