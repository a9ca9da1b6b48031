internal import CLibcapnpPeer
internal import CapnProto

/// Car sales: many numbers, flags and enums in nested structs.
enum Cars {
    static let makes = ["Toyota", "GM", "Ford", "Honda", "Tesla"]
    static let models = ["Camry", "Prius", "Volt", "Accord", "Leaf", "Model S"]

    static var workload: Workload<ParkingLot> {
        Workload(
            name: "car sales",
            make: { (random, lot) throws(WireError) in
                let cars = try lot.initCars(count: 100)
                for index in cars.indices { try fill(cars[index], &random) }
            },
            answer: { (lot) throws(WireError) in
                var result: UInt64 = 0
                for car in try lot.cars { result &+= try price(car) }
                return result
            },
            peer: { peer_cars($0, $1) })
    }

    private static func fill(_ car: Car.Builder, _ random: inout Random) throws(WireError) {
        try car.setMake(makes[Int(random.next(5))])
        try car.setModel(models[Int(random.next(6))])
        car.color = Car.Color(rawValue: UInt16(random.next(9)))
        car.seats = UInt8(2 + random.next(6))
        car.doors = UInt8(2 + random.next(3))
        let wheels = try car.initWheels(count: 4)
        for index in wheels.indices {
            let wheel = wheels[index]
            wheel.diameter = UInt16(25 + random.next(15))
            wheel.airPressure = 30 + Float(random.next(16)) / 2
            wheel.snowTires = random.next(16) == 0
        }
        car.length = UInt16(170 + random.next(150))
        car.width = UInt16(48 + random.next(36))
        car.height = UInt16(54 + random.next(48))
        car.weight = UInt32(car.length) * UInt32(car.width) * UInt32(car.height) / 200
        let engine = try car.initEngine()
        engine.horsepower = UInt16(100 * (random.next(400) + 1))
        engine.cylinders = UInt8(4 + 2 * random.next(3))
        engine.cc = 800 + random.next(10_000)
        engine.usesGas = true
        engine.usesElectric = random.next(2) == 1
        car.fuelCapacity = Float(10 + random.next(30))
        car.fuelLevel = Float(random.next(40))
        car.hasPowerWindows = random.next(2) == 1
        car.hasPowerSteering = random.next(2) == 1
        car.hasCruiseControl = random.next(2) == 1
        car.cupHolders = UInt8(random.next(12))
        car.hasNavSystem = random.next(2) == 1
    }

    private static func price(_ car: Car.Reader) throws(WireError) -> UInt64 {
        var result = UInt64(car.seats) * 200 + UInt64(car.doors) * 350
        for wheel in try car.wheels {
            result &+= UInt64(wheel.diameter) * UInt64(wheel.diameter)
            result &+= wheel.snowTires ? 100 : 0
        }
        result &+= UInt64(car.length) * UInt64(car.width) * UInt64(car.height) / 50
        let engine = try car.engine
        result &+= UInt64(engine.horsepower) * 40
        if engine.usesElectric { result &+= engine.usesGas ? 5000 : 3000 }
        result &+= car.hasPowerWindows ? 100 : 0
        result &+= car.hasPowerSteering ? 200 : 0
        result &+= car.hasCruiseControl ? 400 : 0
        result &+= car.hasNavSystem ? 2000 : 0
        result &+= UInt64(car.cupHolders) * 25
        return result
    }
}
