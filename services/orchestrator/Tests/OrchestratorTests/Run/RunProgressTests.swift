import Orchestrator
import Testing

@Suite struct RunProgressTests {
    @Test func `a line says where the run is, how good and how fast`() {
        let progress = RunProgress(
            step: 250, stepCount: 1000, stepsDone: 250, epoch: 1, epochCount: 4, loss: 0.51239, accuracy: 0.84455,
            samples: 32_000, elapsed: .seconds(8), trainers: 2, isLast: false)
        #expect(
            progress.line
                == "epoch 2/4  step 250/1000  loss 0.5124  accuracy 84.46 %  4000 samples/s  2 trainers  24 s left")
    }

    @Test func `what isn't known yet is left out`() {
        let progress = RunProgress(
            step: 0, stepCount: 10, stepsDone: 0, epoch: 0, epochCount: 1, loss: .nan, accuracy: nil, samples: 0,
            elapsed: .zero, trainers: 1, isLast: false)
        #expect(progress.line == "epoch 1/1  step 0/10  1 trainer")
    }
}
