import Foundation

/// Chromium without a window, which opens a page from the disk.
struct Browser {
    static let installed = ["chromium", "chromium-browser", "google-chrome"].lazy.compactMap(OutsideTool.init).first.map(
        Browser.init)

    private let tool: OutsideTool

    struct View {
        /// What became of the page, as HTML.
        var dom: String
        /// What it wrote to the console, errors of its scripts and refusals of its security policy among it.
        var console: [String]
    }

    /// - Parameters:
    ///   - fragment: What follows `#` in the address.
    ///   - options: More options of the program.
    func open(_ page: [UInt8], fragment: String = "", options: [String] = []) throws -> View {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("assay-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("page.html")
        try Data(page).write(to: file)
        let arguments = [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--user-data-dir=\(folder.path)/profile",
            "--enable-logging=stderr", "--virtual-time-budget=5000", "--dump-dom",
        ]
        let address = "file://\(file.path)" + (fragment.isEmpty ? "" : "#\(fragment)")
        let output = try tool.run(arguments + options + [address]).output
        let start = output.range(of: "<!DOCTYPE html>")?.lowerBound ?? output.startIndex
        let console = output.components(separatedBy: "\n").filter { $0.contains(":CONSOLE") }
        return View(dom: String(output[start...]), console: console)
    }

    /// Opens the page with a script of ours at its end, which its own policy would forbid; what the script returns is text.
    func run(_ script: String, in page: [UInt8]) throws -> (result: String, console: [String]) {
        let policy = "<meta http-equiv=\"Content-Security-Policy\""
        var lines = String(decoding: page, as: UTF8.self).components(separatedBy: "\n")
        lines.removeAll { $0.hasPrefix(policy) }
        let text = lines.joined(separator: "\n").replacingOccurrences(
            of: "</body>\n</html>",
            with: """
                <script>
                addEventListener("load", async () => {
                  const result = document.createElement("pre");
                  result.id = "result-of-test";
                  try { result.textContent = await (async () => { \(script) })(); } catch (error) { result.textContent = `threw ${error}`; }
                  document.body.append(result);
                });
                </script></body>\n</html>
                """)
        let view = try open(Array(text.utf8))
        let parts = view.dom.components(separatedBy: "<pre id=\"result-of-test\">")
        let result = parts.count == 2 ? parts[1].components(separatedBy: "</pre>")[0] : "no result"
        return (result, view.console)
    }
}
