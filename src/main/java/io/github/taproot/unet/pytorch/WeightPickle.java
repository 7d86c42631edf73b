// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.pytorch;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.PickleUtils;
import net.razorvine.pickle.Unpickler;

/**
 * Reads the pickles in PyTorch's files, and runs nothing. It knows the few classes and functions that weights need, and
 * refuses others by name; it knows those operations alone that PyTorch writes, and takes none of the library's
 * constructors, which any program in the same process may change. Not for several threads.
 */
final class WeightPickle extends Unpickler {

	/**
	 * Most bytes of a pickle: that of the paper's network has 12,000. A byte can become an object, which takes 70 times
	 * as much memory.
	 */
	static final int LONGEST = 1 << 20;

	private static final int LONGEST_NAME = 80;

	/** What is made by calling something. */
	private enum Maker {
		ORDERED_DICT, SIZE, TENSOR, PARAMETER
	}

	private static final Map<String, Object> KNOWN = new HashMap<>();

	static {
		KNOWN.put("collections.OrderedDict", Maker.ORDERED_DICT);
		KNOWN.put("torch.Size", Maker.SIZE);
		KNOWN.put("torch._utils._rebuild_tensor", Maker.TENSOR);
		KNOWN.put("torch._utils._rebuild_tensor_v2", Maker.TENSOR);
		KNOWN.put("torch._utils._rebuild_parameter", Maker.PARAMETER);
		for (ElementType type : ElementType.values()) KNOWN.put(type.storage(), type);
	}

	private final Map<String, Storage> storages;

	/** @param storages gets all storages that the pickle names, by their keys */
	WeightPickle(Map<String, Storage> storages) {
		this.storages = storages;
	}

	/**
	 * Reads one pickle, and no byte more.
	 *
	 * @return of numbers, texts, null, booleans, arrays for tuples, lists, maps, and {@link StoredTensor}
	 * @throws IOException where it is none, or one that can't be weights
	 */
	Object read(InputStream in) throws IOException {
		try {
			return load(in);
		}
		catch (RuntimeException e) {
			// The library expects pickles to be well made.
			throw new DamagedWeightsException("it has no sensible list of contents", e);
		}
	}

	@Override
	protected Object dispatch(short key) throws IOException {
		switch (key) {
			case Opcodes.MARK, Opcodes.STOP, Opcodes.PROTO, Opcodes.NONE, Opcodes.NEWTRUE, Opcodes.NEWFALSE,
				Opcodes.BININT, Opcodes.BININT1, Opcodes.BININT2, Opcodes.LONG1, Opcodes.BINFLOAT, Opcodes.EMPTY_TUPLE,
				Opcodes.TUPLE, Opcodes.TUPLE1, Opcodes.TUPLE2, Opcodes.TUPLE3, Opcodes.EMPTY_LIST, Opcodes.APPEND,
				Opcodes.BINGET, Opcodes.LONG_BINGET, Opcodes.BINPUT, Opcodes.LONG_BINPUT, Opcodes.BINPERSID -> {
				return super.dispatch(key);
			}
			case Opcodes.GLOBAL -> stack.add(known(PickleUtils.readline(input) + "." + PickleUtils.readline(input)));
			case Opcodes.REDUCE -> {
				Object[] arguments = (Object[]) stack.pop();
				stack.add(make((Maker) stack.pop(), arguments));
			}
			case Opcodes.BUILD -> {
				// Versions of the network's layers, beside a dictionary.
				stack.pop();
				if (!(stack.peek() instanceof Map)) {
					throw new DamagedWeightsException("it sets a value that cannot be set");
				}
			}
			case Opcodes.BINUNICODE -> stack.add(text());
			case Opcodes.EMPTY_DICT -> stack.add(new LinkedHashMap<>());
			case Opcodes.APPENDS -> {
				// The library would copy the whole list each time.
				List<Object> items = stack.pop_all_since_marker();
				append(items);
			}
			case Opcodes.SETITEM -> {
				Object value = stack.pop();
				put(stack.pop(), value);
			}
			case Opcodes.SETITEMS -> {
				List<Object> items = stack.pop_all_since_marker();
				for (int i = 0; i < items.size(); i += 2) put(items.get(i), items.get(i + 1));
			}
			default -> throw new DamagedWeightsException("it has a list of contents that PyTorch would not write");
		}
		return NO_RETURN_VALUE;
	}

	private static Object known(String name) throws NotWeightsException {
		Object known = KNOWN.get(name);
		if (known == null) {
			String shown = name.substring(0, Math.min(LONGEST_NAME, name.length())).replaceAll("[^\\w.]", "?");
			throw new NotWeightsException("needs " + shown + ", and Taproot runs nothing that is in a file: save the " +
				"weights alone in PyTorch, torch.save(model.state_dict(), file), and choose that file.");
		}
		return known;
	}

	/** The library takes the length for true, and a gigabyte for it. */
	private String text() throws IOException {
		int length = PickleUtils.bytes_to_integer(PickleUtils.readbytes(input, 4));
		if (length < 0 || length > LONGEST) throw new DamagedWeightsException("it has a text that is too long");
		return new String(input.readNBytes(length), StandardCharsets.UTF_8);
	}

	@SuppressWarnings("unchecked")
	private void append(List<Object> items) {
		((List<Object>) stack.peek()).addAll(items);
	}

	@SuppressWarnings("unchecked")
	private void put(Object key, Object value) throws IOException {
		// Hashing others may never end.
		if (!(key instanceof String || key instanceof Integer || key instanceof Long)) {
			throw new DamagedWeightsException("it has a key that is neither text nor number");
		}
		((Map<Object, Object>) stack.peek()).put(key, value);
	}

	private static Object make(Maker maker, Object[] arguments) throws IOException {
		switch (maker) {
			case SIZE:
				return arguments[0];
			case TENSOR:
				return new StoredTensor((Storage) arguments[0], whole(arguments[1]), wholes(arguments[2]),
					wholes(arguments[3]));
			case PARAMETER:
				return (StoredTensor) arguments[0];
			default:
				if (arguments.length > 0) {
					throw new DamagedWeightsException("it has a dictionary that is not made as PyTorch does");
				}
				return new LinkedHashMap<>();
		}
	}

	@Override
	protected Object persistentLoad(Object id) {
		Object[] parts = (Object[]) id;
		if (!"storage".equals(parts[0]) || parts.length > 5 && parts[5] != null) {
			throw new IllegalArgumentException("no storage of its own");
		}
		Storage storage = new Storage((ElementType) parts[1], (String) parts[2], whole(parts[4]));
		Storage before = storages.putIfAbsent(storage.key(), storage);
		if (before != null && !before.equals(storage)) throw new IllegalArgumentException("one storage of two kinds");
		return storage;
	}

	private static long whole(Object number) {
		if (number instanceof BigInteger || number instanceof Double) {
			throw new IllegalArgumentException("no whole number");
		}
		return ((Number) number).longValue();
	}

	private static long[] wholes(Object tuple) {
		Object[] numbers = (Object[]) tuple;
		if (numbers.length > StoredTensor.MOST_AXES) throw new IllegalArgumentException("too many axes");
		long[] wholes = new long[numbers.length];
		for (int i = 0; i < wholes.length; i++) wholes[i] = whole(numbers[i]);
		return wholes;
	}
}
