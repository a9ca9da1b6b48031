@0xf3b8a4d2c6e01597;
# Interfaces and fields of their type, for the tests.

using Generics = import "generics.capnp";

interface Calculator {
  # Calculates.
  evaluate @0 (expression :Expression, trace :Bool = true) -> (value :Float64);
  # Evaluates an expression.
  open @1 [T] (box :Generics.Box(T)) -> (content :T);
  reset @2 ();
  report @3 Expression -> Expression;

  struct Expression {
    text @0 :Text;
  }
  const greeting :Text = "hello";
  const methods :UInt8 = 4;
}

interface Scientific extends(Calculator) {
}

interface Store(T) {
  get @0 (key :Text) -> (value :T);
  child @1 () -> (store :Store(Generics.Box(T)));
}

struct Holder {
  calculator @0 :Calculator;
  calculators @1 :List(Calculator);
  union {
    none @2 :Void;
    store @3 :Store(Text);
    label @4 :Text;
  }
  box @5 :Generics.Box(Calculator);
  any @6 :AnyPointer;
  builtin @7 :Capability;
}
