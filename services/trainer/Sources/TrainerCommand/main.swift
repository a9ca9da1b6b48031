internal import Trainer

await TrainerCommand.main()
