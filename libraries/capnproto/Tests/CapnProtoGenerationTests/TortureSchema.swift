/// A schema with all that is nasty in the schema language, and one that it imports.
enum TortureSchema {
    static let torture = #"""
        @0xbf5147cbbecf40c3;
        # Of the file: */ /* \(nothing) \u{41} """ größer ∑.

        using Swift = import "swift.capnp";
        using Other = import "imported.capnp";
        using Alias = Other.Outer.Inner;
        using import "imported.capnp".Point;
        annotation note @0xbf5147cbbecf40c4 (*) :Text;
        annotation detail @0xbf5147cbbecf40c5 (struct, field) :Point;
        $note("of the file: \"quoted\" \\ */");

        struct Same { x @0 :Other.Same; y @1 :List(Same); }

        struct Words $note("struct") {
          # Every keyword */ as a /* name, with \(interpolation) and a backslash at the end \
          #
          # "Größe" — 日本語
          as @0 :Bool; associatedtype @1 :Bool; break @2 :Bool; case @3 :Bool; catch @4 :Bool; class @5 :Bool;
          continue @6 :Bool; default @7 :Bool; defer @8 :Bool; deinit @9 :Bool; do @10 :Bool; else @11 :Bool;
          enum @12 :Bool; extension @13 :Bool; fallthrough @14 :Bool; false @15 :Bool; fileprivate @16 :Bool; for @17 :Bool;
          func @18 :Bool; guard @19 :Bool; if @20 :Bool; import @21 :Bool; in @22 :Bool; init @23 :Bool; inout @24 :Bool;
          internal @25 :Bool; is @26 :Bool; let @27 :Bool; nil @28 :Bool; operator @29 :Bool; precedencegroup @30 :Bool;
          private @31 :Bool; protocol @32 :Bool; public @33 :Bool; repeat @34 :Bool; rethrows @35 :Bool; return @36 :Bool;
          self @37 :Bool; static @38 :Bool; struct @39 :Bool; subscript @40 :Bool; super @41 :Bool; switch @42 :Bool;
          throw @43 :Bool; throws @44 :Bool; true @45 :Bool; try @46 :Bool; typealias @47 :Bool; var @48 :Bool;
          where @49 :Bool; while @50 :Bool; await @51 :Bool; async @52 :Bool; actor @53 :Bool; any @54 :Bool; some @55 :Bool;
          each @56 :Bool; package @57 :Bool; open @58 :Bool; macro @59 :Bool; unsafe @60 :Bool; consume @61 :Bool;
          copy @62 :Bool; borrowing @63 :Bool; consuming @64 :Bool; sending @65 :Bool; nonisolated @66 :Bool; get @67 :Bool;
          set @68 :Bool; willSet @69 :Bool; lazy @70 :Bool; final @71 :Bool; dynamic @72 :Bool; weak @73 :Bool;
          type @74 :Text; description @75 :Text; hashValue @76 :Int64; value @77 :Words; index @78 :List(Words);
          raw @79 :Text; which @80 :Text; discriminant @81 :UInt16; unknown @82 :Bool; newValue @83 :UInt8; count @84 :Int32;
          pointer @85 :AnyPointer; swift @86 :Text; capnProto @87 :Data; orphan @88 :Text; capability @89 :Names.Interface;
        }

        struct Names {
          # What is derived from one field is another one's name, and types claim what the generated code does.
          name @0 :Text; nameUTF8 @1 :Text; hasName @2 :Bool; setName @3 :Text; initName @4 :Data; adoptName @5 :Text;
          disownName @6 :Text; hasHasName @7 :Bool; nameDefault @8 :Text = "d"; nameMessage @9 :Text = "m";
          reader :group { builder @10 :UInt8; }
          builder :union { which @11 :Void; reader @12 :Text; raw @13 :Data; }
          type :group { protocol @14 :List(Text); }
          point :group { x @15 :Point; point @16 :Point; }
          struct Reader { reader @0 :Reader; } struct Builder {} struct Type { type @0 :Type; } struct Protocol {}
          struct Self {} struct Any { any @0 :Any; } struct Swift {} struct CapnProto { swift @0 :Swift; }
          struct ReaderElement {} struct BuilderElement {} struct PointeeReader {} struct PointeeBuilder {}
          interface Interface { const methods :Text = "x"; const typeID :UInt8 = 1; m @0 () -> (); struct MParams {} }
          const typeID :UInt8 = 1; const structSize :Text = "s"; const element :Bool = true; const self :Int8 = -1;
          const pointee :Float32 = 1.5; const init :Data = 0x"00 ff"; const elementSize :Void = void;
        }

        struct Deep { a :group { b :union { c :group { d :union { e :group { f @0 :UInt8 = 7; g @1 :Text = "deep"; }
          h @2 :Void; } i @3 :List(Point) = [(x = 4)]; } j @4 :Data; } k @5 :Point = (x = 6); } union { l @6 :Void; m @7 :Bool; }
          struct A { struct B { struct C { struct D { struct E { up @0 :Deep; e @1 :E; c @2 :C; } } } } } }

        struct Voids { union { a @0 :Void; b @1 :Void; c @2 :Void; } }
        struct OnlyUnion { union { a @0 :Int64; b @1 :Float64; c @2 :Names.Interface; d @3 :AnyPointer; e @4 :List(Text); } }
        struct Empty {}
        struct Shuffled { last @70 :UInt8; first @0 :Text; middle @35 :Bool; union { x @20 :Data; y @1 :List(Void); }
        f69 @69 :Text; f68 @68 :UInt8; f67 @67 :Int64; f66 @66 :Bool; f65 @65 :Text; f64 @64 :UInt8; f63 @63 :Int64;
        f62 @62 :Bool; f61 @61 :Text; f60 @60 :UInt8; f59 @59 :Int64; f58 @58 :Bool; f57 @57 :Text; f56 @56 :UInt8;
        f55 @55 :Int64; f54 @54 :Bool; f53 @53 :Text; f52 @52 :UInt8; f51 @51 :Int64; f50 @50 :Bool; f49 @49 :Text;
        f48 @48 :UInt8; f47 @47 :Int64; f46 @46 :Bool; f45 @45 :Text; f44 @44 :UInt8; f43 @43 :Int64; f42 @42 :Bool;
        f41 @41 :Text; f40 @40 :UInt8; f39 @39 :Int64; f38 @38 :Bool; f37 @37 :Text; f36 @36 :UInt8; f34 @34 :Bool;
        f33 @33 :Text; f32 @32 :UInt8; f31 @31 :Int64; f30 @30 :Bool; f29 @29 :Text; f28 @28 :UInt8; f27 @27 :Int64;
        f26 @26 :Bool; f25 @25 :Text; f24 @24 :UInt8; f23 @23 :Int64; f22 @22 :Bool; f21 @21 :Text; f19 @19 :Int64;
        f18 @18 :Bool; f17 @17 :Text; f16 @16 :UInt8; f15 @15 :Int64; f14 @14 :Bool; f13 @13 :Text; f12 @12 :UInt8;
        f11 @11 :Int64; f10 @10 :Bool; f9 @9 :Text; f8 @8 :UInt8; f7 @7 :Int64; f6 @6 :Bool; f5 @5 :Text; f4 @4
        :UInt8; f3 @3 :Int64; f2 @2 :Bool; }
        enum Nothing {}
        enum Cases { zero @0; self @2; init @1; unknown @4; rawValue @3; hashValue @5; elementSize @6; element @7; none @8;
          some @9; default @10; set @11; allCases @12; type @13; true @14; nil @15 $note("n") $Swift.name("null"); hash @16; }

        struct Defaults {
          a @0 :Void = void; b @1 :Bool = true; c @2 :Int8 = -128; d @3 :Int16 = -32768; e @4 :Int32 = -2147483648;
          f @5 :Int64 = -9223372036854775808; g @6 :UInt8 = 255; h @7 :UInt16 = 65535; i @8 :UInt32 = 4294967295;
          j @9 :UInt64 = 18446744073709551615; k @10 :Float32 = -inf; l @11 :Float64 = nan; m @12 :Text = "größer\n\"\\\x01";
          n @13 :Data = 0x"00 ff"; o @14 :Cases = init; p @15 :Point = (x = -1); q @16 :List(Cases) = [zero, nil];
          r @17 :List(List(Text)) = [["a"], [], ["日本"]]; s @18 :List(Point) = [(x = 1), ()]; t @19 :AnyPointer;
          u @20 :List(Void) = [void, void]; v @21 :List(Bool) = [true, false]; w @22 :List(Data) = [0x"01"];
          x @23 :Names.Interface; y @24 :Float64 = -0.0; z @25 :Alias = (x = 3);
        }
        const void :Void = void;
        const bool :Bool = true;
        const int8 :Int8 = -128;
        const int64 :Int64 = -9223372036854775808;
        const uint64 :UInt64 = 18446744073709551615;
        const float32 :Float32 = nan;
        const float64 :Float64 = -inf;
        const text :Text = "größer \\ */ \"";
        const data :Data = 0x"00 01";
        const case :Cases = nil;
        const struct :Defaults = (m = "x", s = [(x = 9)]);
        const structs :List(Point) = [(x = 1), (x = 2)];
        const lists :List(List(Int16)) = [[1], [2, 3]];
        const self :Int8 = 5;
        const init :Text = .text;
        const generic :Generic(Text, Point) = (plain = "p");

        struct Generic(t, Reader) {
          plain @0 :Text = "plain"; a @1 :t; b @2 :Reader;
          union { c @3 :t; d :group { e @4 :Reader; f :union { g @5 :t; h @6 :Void; } } }
          struct T { outer @0 :t; nested @1 :Generic(t, Reader); flipped @2 :Generic(Reader, t); default @3 :Point = (x = 2); }
          struct Inner(t) { own @0 :t; up @1 :Reader; other @2 :Other.Container(t); slot @3 :Other.Container(Reader).Slot; }
          enum Kind { a @0; b @1; } kind @7 :Kind; kinds @8 :List(Kind);
          interface Service(Extra) extends(Base(t)) {
            call @0 [P, t] (x :Extra, y :P, z :t, point :Point) -> (box :Generic(Extra, P), service :Service(Extra));
            const words :List(Text) = ["a"];
          }
          const nothing :Data = "";
          grow @9 :Generic(Generic(t, Reader), Text); any @10 :Generic; inner @11 :Inner(Text); service @12 :Service(Data);
        }
        interface Base(Q) { get @0 () -> (q :Q); stop @1 Empty -> Empty; }
        interface Both extends(Base(Text), Generic(Text, Data).Service(Data)) { default @3 (self :Text) -> (init :Both);
          next @2 (); last @1 () -> (); none @0 (); struct DefaultParams {} }
        struct Hidden(Colour) {
          # The parameter has the name of another file's type, and a nested type too.
          a @0 :Colour; b @1 :Other.Colour; c @2 :Holder; struct Value { v @0 :Other.Value; }
          struct Holder { c @0 :Both; d @1 :List(Both); e @2 :Generic(Both, List(Both)); }
        }
        struct Renamed $Swift.name("new_name") { old @0 :Text $Swift.name("renamed_field"); }
        struct Crlf {\#u{d}
          # A comment of\#u{d}
          # two lines.\#u{d}
          a @0 :Text;\#u{d}
        }\#u{d}
        struct Controls {
          # A lone\#u{d}return, and \#u{b} \#u{c} \#u{85} \#u{2028} let broken = 1
          a @0 :Text;
        }

        """#

    static let imported = #"""
        @0xbf5147cbbecf40c2;
        using Swift = import "swift.capnp";
        enum Colour { red @0; green @1; }
        struct Outer { struct Inner { x @0 :UInt8; } struct Unused { y @0 :UInt8; } }
        struct Value { union { a @0 :Void; b :group { c @1 :Text; } } }
        struct Unused {}
        struct Same $Swift.name("ImportedSame") { z @0 :Text; }
        struct Point { x @0 :Int32 = 1; }
        struct Container(T) { item @0 :T; struct Slot { item @0 :T; more @1 :List(Container(T)); } }

        """#
}
