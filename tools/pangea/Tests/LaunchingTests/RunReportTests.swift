import Launching
import Testing

@Suite struct RunReportTests {
    @Test func `a summary in words ends with the path of the model`() {
        let summary = """
            {"accuracy":0.8897,"auditsDone":0,"loss":0.30657752,"samplesPerSecond":11234.5,"seconds":25.4,"sha256":"a280",\
            "shares":[{"trainer":"trainer-1","microBatches":30},{"trainer":"trainer-2","microBatches":10}],"steps":2345,\
            "trainers":2}
            """
        #expect(
            RunReport(summary: summary, model: "run/x/model.safetensors").lines == [
                "evaluated loss 0.3066, accuracy 88.97 %", "trained   2,345 steps in 25 s, 11,235 samples/s",
                "shares    trainer-1 75 %, trainer-2 25 %", "sha256    a280", "model     run/x/model.safetensors",
            ])
    }

    @Test func `a summary that can't be read is printed as it is`() {
        #expect(RunReport(summary: "{}", model: "m").lines == ["{}", "model     m"])
    }
}
