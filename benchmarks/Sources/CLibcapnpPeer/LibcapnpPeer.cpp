#include "LibcapnpPeer.h"

#include "workloads.capnp.h"

#include <capnp/message.h>
#include <capnp/orphan.h>
#include <capnp/serialize-packed.h>
#include <capnp/serialize.h>
#include <kj/io.h>

#include <algorithm>
#include <cstring>
#include <vector>

namespace {

/// Marsaglia's xorshift64; the Swift side draws the same numbers.
struct Random {
    uint64_t state = 88172645463325252ull;
    uint32_t next(uint32_t bound) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        return static_cast<uint32_t>(state >> 33) % bound;
    }
};

kj::ArrayPtr<const capnp::word> words(const uint8_t *bytes, size_t count) {
    return kj::arrayPtr(reinterpret_cast<const capnp::word *>(bytes), count / sizeof(capnp::word));
}

uint64_t copy_flat(capnp::MessageBuilder &message, uint8_t *target) {
    auto flat = capnp::messageToFlatArray(message);
    auto bytes = flat.asBytes();
    if (target != nullptr) std::memcpy(target, bytes.begin(), bytes.size());
    return bytes.size();
}

const uint8_t values[24] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24};

void fill(GradientUpdate::Builder update) {
    update.setStep(1234);
    update.setLease(77);
    update.setTrainer("trainer-1");
    update.setLoss(0.25);
    auto tensors = update.initTensors(2);
    auto weight = tensors[0];
    weight.setName("layers.0.weight");
    weight.setKind(Tensor::Kind::FLOAT32);
    auto shape = weight.initShape(2);
    shape.set(0, 2);
    shape.set(1, 3);
    weight.setData(kj::arrayPtr(values, 24));
    auto bias = tensors[1];
    bias.setName("layers.0.bias");
    bias.setKind(Tensor::Kind::UINT8);
    bias.initShape(1).set(0, 12);
    bias.setData(kj::arrayPtr(values, 12));
}

uint64_t sum(GradientUpdate::Reader update) {
    uint64_t result = update.getStep() + update.getLease() + update.getTrainer().size();
    result += static_cast<uint64_t>(update.getLoss() * 4);
    for (auto tensor : update.getTensors()) {
        result += tensor.getName().size() + static_cast<uint64_t>(tensor.getKind());
        for (auto extent : tensor.getShape()) result += extent;
        auto data = tensor.getData();
        result += data.size() + data[0] + data[data.size() - 1];
    }
    return result;
}

capnp::MallocMessageBuilder &built_update() {
    static auto *message = [] {
        auto *message = new capnp::MallocMessageBuilder();
        fill(message->initRoot<GradientUpdate>());
        return message;
    }();
    return *message;
}

const char *const makes[] = {"Toyota", "GM", "Ford", "Honda", "Tesla"};
const char *const models[] = {"Camry", "Prius", "Volt", "Accord", "Leaf", "Model S"};

void make_car(Random &random, Car::Builder car) {
    car.setMake(makes[random.next(5)]);
    car.setModel(models[random.next(6)]);
    car.setColor(static_cast<Car::Color>(random.next(9)));
    car.setSeats(2 + random.next(6));
    car.setDoors(2 + random.next(3));
    for (auto wheel : car.initWheels(4)) {
        wheel.setDiameter(25 + random.next(15));
        wheel.setAirPressure(30 + random.next(16) / 2.0f);
        wheel.setSnowTires(random.next(16) == 0);
    }
    car.setLength(170 + random.next(150));
    car.setWidth(48 + random.next(36));
    car.setHeight(54 + random.next(48));
    car.setWeight(car.getLength() * car.getWidth() * car.getHeight() / 200);
    auto engine = car.initEngine();
    engine.setHorsepower(100 * (random.next(400) + 1));
    engine.setCylinders(4 + 2 * random.next(3));
    engine.setCc(800 + random.next(10000));
    engine.setUsesGas(true);
    engine.setUsesElectric(random.next(2) == 1);
    car.setFuelCapacity(10 + random.next(30));
    car.setFuelLevel(random.next(40));
    car.setHasPowerWindows(random.next(2) == 1);
    car.setHasPowerSteering(random.next(2) == 1);
    car.setHasCruiseControl(random.next(2) == 1);
    car.setCupHolders(random.next(12));
    car.setHasNavSystem(random.next(2) == 1);
}

uint64_t price(Car::Reader car) {
    uint64_t result = car.getSeats() * 200 + car.getDoors() * 350;
    for (auto wheel : car.getWheels()) {
        result += static_cast<uint64_t>(wheel.getDiameter()) * wheel.getDiameter();
        result += wheel.getSnowTires() ? 100 : 0;
    }
    result += static_cast<uint64_t>(car.getLength()) * car.getWidth() * car.getHeight() / 50;
    auto engine = car.getEngine();
    result += static_cast<uint64_t>(engine.getHorsepower()) * 40;
    if (engine.getUsesElectric()) result += engine.getUsesGas() ? 5000 : 3000;
    result += car.getHasPowerWindows() ? 100 : 0;
    result += car.getHasPowerSteering() ? 200 : 0;
    result += car.getHasCruiseControl() ? 400 : 0;
    result += car.getHasNavSystem() ? 2000 : 0;
    result += car.getCupHolders() * 25;
    return result;
}

uint64_t answer(ParkingLot::Reader lot) {
    uint64_t result = 0;
    for (auto car : lot.getCars()) result += price(car);
    return result;
}

const char *const animals[] = {"foo ", "bar ", "baz ", "qux ", "quux ", "corge ", "grault ", "garply ", "waldo "};

void make_results(Random &random, SearchResults::Builder search) {
    auto results = search.initResults(200);
    int score = 1000;
    for (auto result : results) {
        result.setScore(score--);
        char url[64] = "http://example.com/";
        size_t length = std::strlen(url);
        for (uint32_t count = random.next(20); count > 0; --count) url[length++] = 'a' + random.next(26);
        result.setUrl(capnp::Text::Reader(url, length));
        bool is_cat = random.next(8) == 0;
        bool is_dog = random.next(8) == 0;
        char snippet[512];
        length = 0;
        auto put = [&](const char *text) {
            auto count = std::strlen(text);
            std::memcpy(snippet + length, text, count);
            length += count;
        };
        put(" ");
        for (uint32_t count = random.next(20); count > 0; --count) put(animals[random.next(9)]);
        if (is_cat) put("cat ");
        if (is_dog) put("dog ");
        for (uint32_t count = random.next(20); count > 0; --count) put(animals[random.next(9)]);
        snippet[length] = 0;
        result.setSnippet(capnp::Text::Reader(snippet, length));
    }
}

bool contains(capnp::Text::Reader text, const char *word) {
    return peer_contains(text.begin(), text.size(), word) != 0;
}

/// Ranks the results into an answer, best first, and counts in it how many have a cat.
uint64_t rank(SearchResults::Reader search, SearchResults::Builder target) {
    std::vector<std::pair<double, uint32_t>> scored;
    auto results = search.getResults();
    scored.reserve(results.size());
    for (uint32_t index = 0; index < results.size(); ++index) {
        auto result = results[index];
        double score = result.getScore();
        auto snippet = result.getSnippet();
        if (contains(snippet, " cat ")) score *= 10000;
        if (contains(snippet, " dog ")) score /= 10000;
        scored.emplace_back(score, index);
    }
    std::sort(scored.begin(), scored.end(), [](const auto &left, const auto &right) { return left.first > right.first; });
    auto list = target.initResults(scored.size());
    auto place = list.begin();
    for (auto &entry : scored) {
        auto item = *place++;
        auto result = results[entry.second];
        item.setScore(entry.first);
        item.setUrl(result.getUrl());
        item.setSnippet(result.getSnippet());
    }
    uint64_t cats = 0;
    for (auto result : target.asReader().getResults()) {
        if (result.getScore() > 1001) ++cats; else break;
    }
    return cats;
}

void make_expression(Random &random, Expression::Builder expression, uint32_t depth) {
    expression.setOperation(static_cast<Expression::Operation>(random.next(5)));
    auto left = expression.getLeft();
    auto right = expression.getRight();
    if (random.next(8) < depth) {
        left.setValue(random.next(128) + 1);
    } else {
        make_expression(random, left.initExpression(), depth + 1);
    }
    if (random.next(8) < depth) {
        right.setValue(random.next(128) + 1);
    } else {
        make_expression(random, right.initExpression(), depth + 1);
    }
}

int32_t evaluate(Expression::Reader expression) {
    auto left_side = expression.getLeft();
    auto right_side = expression.getRight();
    int32_t left = left_side.isValue() ? left_side.getValue() : evaluate(left_side.getExpression());
    int32_t right = right_side.isValue() ? right_side.getValue() : evaluate(right_side.getExpression());
    switch (expression.getOperation()) {
    case Expression::Operation::ADD: return static_cast<int32_t>(static_cast<uint32_t>(left) + static_cast<uint32_t>(right));
    case Expression::Operation::SUBTRACT: return static_cast<int32_t>(static_cast<uint32_t>(left) - static_cast<uint32_t>(right));
    case Expression::Operation::MULTIPLY: return static_cast<int32_t>(static_cast<uint32_t>(left) * static_cast<uint32_t>(right));
    case Expression::Operation::DIVIDE: return right == 0 || (left == INT32_MIN && right == -1) ? INT32_MAX : left / right;
    case Expression::Operation::MODULUS: return right == 0 || (left == INT32_MIN && right == -1) ? INT32_MAX : left % right;
    }
    return 0;
}

capnp::word scratch[1 << 17];

/// Builds a request, hands it over as an object or over bytes, and has it answered.
template <typename Root, typename Make, typename Answer>
uint64_t exchange(int over_bytes, uint8_t *target, Make make, Answer answer) {
    capnp::MallocMessageBuilder message{kj::ArrayPtr<capnp::word>(scratch, sizeof scratch / sizeof *scratch)};
    auto root = message.initRoot<Root>();
    Random random;
    make(random, root);
    if (target != nullptr) return copy_flat(message, target);
    if (!over_bytes) return answer(root.asReader());
    auto flat = capnp::messageToFlatArray(message);
    capnp::FlatArrayMessageReader reader(flat);
    return answer(reader.getRoot<Root>());
}

} // namespace

uint64_t peer_update_build(uint8_t *target) {
    capnp::MallocMessageBuilder message;
    fill(message.initRoot<GradientUpdate>());
    if (target != nullptr) return copy_flat(message, target);
    return message.getSegmentsForOutput()[0].size();
}

uint64_t peer_update_build_reusing(void) {
    capnp::MallocMessageBuilder message{kj::ArrayPtr<capnp::word>(scratch, 1024)};
    fill(message.initRoot<GradientUpdate>());
    return message.getSegmentsForOutput()[0].size();
}

uint64_t peer_update_flatten(void) { return capnp::messageToFlatArray(built_update()).size(); }

uint64_t peer_update_read(const uint8_t *bytes, size_t count) {
    capnp::FlatArrayMessageReader message(words(bytes, count));
    return sum(message.getRoot<GradientUpdate>());
}

uint64_t peer_update_pack(uint8_t *target, size_t capacity) {
    kj::ArrayOutputStream output(kj::arrayPtr(target, capacity));
    capnp::writePackedMessage(output, built_update());
    return output.getArray().size();
}

uint64_t peer_update_unpack(const uint8_t *bytes, size_t count) {
    kj::ArrayInputStream input(kj::arrayPtr(bytes, count));
    capnp::PackedMessageReader message(input);
    return sum(message.getRoot<GradientUpdate>());
}

uint64_t peer_tensor_copy(const uint8_t *values, size_t count) {
    capnp::MallocMessageBuilder message;
    message.initRoot<Tensor>().setData(kj::arrayPtr(values, count));
    return message.getSegmentsForOutput().size();
}

uint64_t peer_tensor_adopt(const uint8_t *values, size_t count) {
    capnp::MallocMessageBuilder message;
    auto data = message.getOrphanage().referenceExternalData(kj::arrayPtr(values, count));
    message.initRoot<Tensor>().adoptData(kj::mv(data));
    return message.getSegmentsForOutput().size();
}

namespace {
capnp::ReaderOptions unlimited() {
    capnp::ReaderOptions options;
    options.traversalLimitInWords = UINT64_MAX >> 8;
    return options;
}
} // namespace

uint64_t peer_tensor_read(const uint8_t *bytes, size_t count) {
    capnp::FlatArrayMessageReader message(words(bytes, count), unlimited());
    auto data = message.getRoot<Tensor>().getData();
    return data.size() + data[0] + data[data.size() - 1];
}

double peer_tensor_sum(const uint8_t *bytes, size_t count) {
    capnp::FlatArrayMessageReader message(words(bytes, count), unlimited());
    auto data = message.getRoot<Tensor>().getData();
    auto *values = reinterpret_cast<const float *>(data.begin());
    // Four sums, so that additions overlap.
    double sums[4] = {0, 0, 0, 0};
    for (size_t index = 0; index + 4 <= data.size() / 4; index += 4) {
        for (size_t lane = 0; lane < 4; ++lane) sums[lane] += values[index + lane];
    }
    return sums[0] + sums[1] + sums[2] + sums[3];
}

double peer_list_sum(const uint8_t *bytes, size_t count) {
    capnp::FlatArrayMessageReader message(words(bytes, count), unlimited());
    double result = 0;
    for (auto value : message.getRoot<Tensor>().getValues()) result += value;
    return result;
}

uint64_t peer_list_make(size_t count, uint8_t *target) {
    capnp::MallocMessageBuilder message(count / 2 + 64);
    auto list = message.initRoot<Tensor>().initValues(count);
    for (size_t index = 0; index < count; ++index) list.set(index, static_cast<float>(index));
    return copy_flat(message, target);
}

uint64_t peer_cars(int over_bytes, uint8_t *target) {
    return exchange<ParkingLot>(over_bytes, target, [](Random &random, ParkingLot::Builder lot) {
        for (auto car : lot.initCars(100)) make_car(random, car);
    }, answer);
}

uint64_t peer_cats(int over_bytes, uint8_t *target) {
    static capnp::word second[1 << 16];
    return exchange<SearchResults>(over_bytes, target, make_results, [](SearchResults::Reader search) {
        capnp::MallocMessageBuilder message{kj::ArrayPtr<capnp::word>(second, sizeof second / sizeof *second)};
        return rank(search, message.initRoot<SearchResults>());
    });
}

uint64_t peer_expression(int over_bytes, uint8_t *target) {
    return exchange<Expression>(over_bytes, target, [](Random &random, Expression::Builder expression) {
        make_expression(random, expression, 0);
    }, [](Expression::Reader expression) { return static_cast<uint64_t>(static_cast<uint32_t>(evaluate(expression))); });
}

int peer_contains(const void *text, size_t count, const void *word) { return memmem(text, count, word, 5) != nullptr; }
