import Testing

@testable import ScenarioRunning

struct LineOfConflictMarkerTests {
    @Test(arguments: [
        ("<<<<<<< a\n1\n=======\n2\n>>>>>>> b\n", 1),
        ("x\n<<<<<<< a\r\n=======\r\n>>>>>>> b\r\n", 2),
        ("<<<<<<< a\n1\n||||||| c\n2\n=======\n3\n>>>>>>> b", 1),
        ("<<<<<<< a\n1\n=======\n", nil),
        ("a <<<<<<< a\n=======\n>>>>>>> b\n", nil),
        ("=======\n>>>>>>> b\n", nil),
        ("<<<<<<<<<<\n=======\n>>>>>>> b\n", nil),
        ("<<<<<<< a\nTitle\n==========\n>>>>>>> b\n", nil),
        ("", nil),
    ])
    func `a conflict is all three marks at the starts of lines`(text: String, line: Int?) {
        #expect(lineOfConflictMarker(in: Array(text.utf8)) == line)
    }
}
