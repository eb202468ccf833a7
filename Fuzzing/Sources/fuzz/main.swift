import CLibFuzzer

// fuzz READER [libFuzzer's options and folders]: the first argument says which reader gets the inputs.
var arguments = CommandLine.arguments
if arguments.count > 1, let reader = FuzzedReader(rawValue: arguments.remove(at: 1)) {
    var texts = arguments.map { strdup($0) }
    var count = CInt(texts.count)
    texts.append(nil)
    texts.withUnsafeMutableBufferPointer { texts in
        var start = texts.baseAddress
        _ = LLVMFuzzerRunDriver(&count, &start, reader.callback)
    }
} else {
    print("usage: fuzz \(FuzzedReader.allCases.map(\.rawValue).joined(separator: "|")) [options and folders]")
}
