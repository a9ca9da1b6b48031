@0xe4c86d1a1ae9ba01;
# The annotations of json.capnp.

using Json = import "/capnp/compat/json.capnp";

struct Annotated $Json.discriminator(name = "kind") {
  snakeCase @0 :Text $Json.name("snake_case");
  colour @1 :Paint;
  plain @2 :Data;
  base @3 :Data $Json.base64;
  hexadecimal @4 :Data $Json.hex;

  flat @5 :Flat $Json.flatten(prefix = "flat_");
  group :group $Json.flatten() {
    low @6 :UInt16;
    high @7 :Int64 $Json.name("HIGH");
  }

  union {
    none @8 :Void;
    circle :group $Json.flatten() {
      radius @9 :Float64;
      shared @10 :Text;
    }
    square :group $Json.flatten(prefix = "sq-") $Json.name("rectangle") {
      width @11 :UInt8;
      shared @12 :Text;
    }
    label @13 :Text;
  }

  valued :union $Json.discriminator(name = "type", valueName = "value") {
    number @14 :Int32;
    text @15 :Text;
    nothing @16 :Void;
    child @17 :Annotated;
  }

  named :union $Json.flatten(prefix = "n.") $Json.discriminator() {
    one @18 :UInt8;
    two @19 :Text $Json.name("TWO");
  }

  ordinary :union {
    left @20 :Bool;
    right @21 :List(Paint);
  }

  children @22 :List(Annotated);
  lists @23 :List(List(UInt64));
}

enum Paint {
  red @0;
  darkGreen @1 $Json.name("dark-green");
}

struct Flat {
  first @0 :Int8;
  second @1 :List(Flat);
  inner @2 :Inner $Json.flatten();

  struct Inner {
    deep @0 :Bool $Json.name("DEEP");
  }
}
