// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet;

/**
 * How a step of training changes the weights.
 *
 * @param method the rule
 * @param momentum for {@link Method#NESTEROV}, at least 0 and below 1
 * @param weightDecay at least 0; on all parameters for {@link Method#NESTEROV}, as in the paper; on kernels alone for
 *          {@link Method#ADAMW}
 * @param isEncoderFrozen whether the weights of the encoder stay as they are: those of a model that is trained further
 *          on few photographs, which its decoder alone can learn from
 */
public record Optimiser(Method method, double momentum, double weightDecay, boolean isEncoderFrozen) {

	/** One that changes all weights. */
	public Optimiser(Method method, double momentum, double weightDecay) {
		this(method, momentum, weightDecay, false);
	}

	/** The same rule, which leaves the encoder as it is, or does not. */
	public Optimiser freezing(boolean encoder) {
		return new Optimiser(method, momentum, weightDecay, encoder);
	}

	/** Rules for a step. */
	public enum Method {
		/** SGD with Nesterov's momentum in PyTorch's form: d = g + decay w; v = m v + d; w -= rate (d + m v). */
		NESTEROV,
		/** Adam with decoupled weight decay (Loshchilov and Hutter 2019), beta 0.9 and 0.999, epsilon 1e-8. */
		ADAMW
	}

	/** The paper's. */
	public static final Optimiser PAPER = new Optimiser(Method.NESTEROV, 0.99, 1e-5);

	public Optimiser {
		if (method == null) throw new IllegalArgumentException("The optimiser's method is missing.");
		if (!(momentum >= 0 && momentum < 1)) {
			throw new IllegalArgumentException("The momentum must be at least 0 and below 1, but is " + momentum + ".");
		}
		if (!(weightDecay >= 0 && weightDecay < 1)) {
			throw new IllegalArgumentException("The weight decay must be at least 0 and below 1, but is " +
				weightDecay + ".");
		}
	}
}
