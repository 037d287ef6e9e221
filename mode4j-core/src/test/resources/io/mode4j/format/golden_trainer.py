"""What trainers store beside weights, pickled as torch.save does it (tensors refer to storages), in every protocol that it can write; without PyTorch."""
import argparse, collections, dataclasses, datetime, decimal, enum, fractions, functools, io, pathlib, pickle, random, sys, types, uuid

import numpy as np

HERE = pathlib.Path(__file__).parent


def module(name):
    return sys.modules.setdefault(name, types.ModuleType(name))


def named(where, name, value):
    value.__module__, value.__qualname__, value.__name__ = where, name, name
    setattr(module(where), name, value)
    return value


module("torch")
STORAGES = {k: named("torch", n + "Storage", type(n + "Storage", (), {}))
            for k, n in dict(float32="Float", float64="Double", bool="Bool", int64="Long", uint8="Byte", complex64="ComplexFloat").items()}
rebuild = named("torch._utils", "_rebuild_tensor_v2", lambda *a: None)
rebuild_parameter = named("torch._utils", "_rebuild_parameter", lambda *a: None)
rebuild_type = named("torch._tensor", "_rebuild_from_type_v2", lambda *a: None)
Size = named("torch", "Size", type("Size", (tuple,), {"__reduce__": lambda self: (Size, (tuple(self),))}))
device = named("torch", "device", type("device", (), {"__reduce__": lambda self: (device, ("cuda", 0))}))
Namespace = argparse.Namespace


class Tensor:
    def __init__(self, array, how="tensor"):
        self.array, self.how = np.asarray(array), how


class Storage:
    def __init__(self, kind, number, count):
        self.kind, self.number, self.count = kind, number, count


class Mode(enum.Enum):
    FAST = 1


class Flag(enum.IntFlag):
    A = 1
    B = 2


@dataclasses.dataclass
class Options:
    lr: float = 1e-3
    betas: tuple = (0.9, 0.98)


@dataclasses.dataclass(frozen=True)
class Slotted:
    __slots__ = ("a",)
    a: int


class Config(dict):
    def __getattr__(self, name):
        if name not in self:
            raise AttributeError(name)
        return self[name]


class WithNewArguments:
    def __init__(self, *, a):
        self.a = a

    def __getnewargs_ex__(self):
        return (), {"a": self.a}

    def __new__(cls, a=0):
        return object.__new__(cls)


class Numbers(list):
    pass


class Scheduler:
    def __init__(self):
        self.base, self.self, self.function = [0.1, 0.2], self, functools.partial(print, "x", end="")


Point = collections.namedtuple("Point", "x y")


class Pickler(pickle._Pickler):
    """Tensors as torch writes them."""

    def persistent_id(self, value):
        return ("storage", STORAGES[value.kind], value.number, "cpu", value.count) if isinstance(value, Storage) else None

    def reducer_override(self, value):
        if not isinstance(value, Tensor):
            return NotImplemented
        a = value.array
        arguments = (Storage(str(a.dtype), str(self.storages), a.size), 0, tuple(a.shape), tuple(s // a.itemsize for s in a.strides), False,
                     collections.OrderedDict())
        self.storages += 1
        if value.how == "parameter":
            return (rebuild_parameter, (Tensor(a), True, collections.OrderedDict()))
        if value.how == "subclass":
            return (rebuild_type, (rebuild, Options, arguments, {"note": 1}))
        return (rebuild, arguments)


def beside(protocol):
    rng = np.random.default_rng(0)
    things = dict(
        namespace=Namespace(lr=0.1, nested=Namespace(a=[1, {2: 3}])), options=Options(), slotted=Slotted(3), mode=Mode.FAST, flag=Flag.A | Flag.B,
        when=datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc), day=datetime.date(2026, 1, 2), span=datetime.timedelta(1),
        path=pathlib.PurePosixPath("a/b"), partial=functools.partial(int, base=2), default=collections.defaultdict(list, {"a": [1]}),
        default_of_dict=collections.defaultdict(collections.OrderedDict), counter=collections.Counter("aab"), deque=collections.deque([1, 2], 5),
        chain=collections.ChainMap({1: 2}), point=Point(1, 2), set={1, 2}, frozen=frozenset({(1, 2)}), empty_set=set(), bytes=b"\0\xff" * 200,
        short=b"\1", bytearray=bytearray(b"abc"), big=1 << 200, huge=-(1 << 3000), long=1 << 40, negative=-5, complex=1 + 2j, ellipsis=...,
        range=range(3), slice=slice(1, 2), decimal=decimal.Decimal("1.5"), fraction=fractions.Fraction(1, 3), uuid=uuid.UUID(int=7), type=dict,
        function=print, method="x".upper, exception=ValueError("x"), simple=types.SimpleNamespace(a=1), config=Config(a=Config(b=1)),
        new_arguments=WithNewArguments(a=1), numbers=Numbers([1, 2]), scheduler=Scheduler(), nan=float("nan"), inf=float("inf"),
        python_random=random.Random(0).getstate(), numpy_random=np.random.RandomState(0).get_state(), generator=rng, bits=rng.bit_generator,
        array=np.arange(6.).reshape(2, 3), fortran=np.asfortranarray(np.arange(6.).reshape(2, 3)), objects=np.array([{1}, None], object),
        structured=np.zeros(2, [("a", "i4"), ("b", "f8")]), scalar=np.float64(2.5), small=np.int8(3), text=np.str_("x"), dtype=np.dtype("f4"),
        datetime64=np.datetime64("2026-01-01"), size=Size((3, 4)), device=device(), keys={None: 1, (1, 2): 2, Mode.FAST: 3, 1.5: 4, b"x": 5},
        long_text="ä" * 300, random_state=Tensor(np.zeros(16, np.uint8)), complex_tensor=Tensor(np.zeros(2, np.complex64)),
        optimizer={"state": {0: {"step": Tensor(np.float32(3)), "exp_avg": Tensor(np.ones(2, np.float32))}},
                   "param_groups": [{"lr": 0.1, "betas": (0.9, 0.98), "params": [0], "decoupled": None}]})
    if protocol < 2:  # what the older protocols cannot write
        for name in ("slotted", "new_arguments", "generator", "bits"):
            del things[name]
    return things


def weights():
    return collections.OrderedDict(plain=Tensor(np.arange(6, dtype=np.float32).reshape(2, 3)), double=Tensor(np.array([0.5, 1e-3])),
                                   parameter=Tensor(np.array([1, 2], np.float32), "parameter"), subclass=Tensor(np.array([3], np.float32), "subclass"),
                                   boolean=Tensor(np.array([True, False])), position_ids=Tensor(np.arange(3)))


if __name__ == "__main__":
    for protocol in range(1, 6):
        buffer = io.BytesIO()
        pickler = Pickler(buffer, protocol)
        pickler.storages = 0
        pickler.dump({"model": weights(), **beside(protocol), "epoch": 3})
        (HERE / f"trainer-{protocol}.pkl").write_bytes(buffer.getvalue())
        print(protocol, len(buffer.getvalue()), pickler.storages)
