internal import AssayCore

extension ParserFailure {
    func diagnostic(in file: SourceFile) -> Diagnostic {
        if isOutOfMemory { return Diagnostic("out-of-memory", "there is not enough memory to read the file", in: file, at: nil) }
        let place = SourceRange(line: problemMark.line + 1, column: problemMark.column + 1)
        return Diagnostic("yaml-syntax", problem, in: file, at: place)
    }
}
