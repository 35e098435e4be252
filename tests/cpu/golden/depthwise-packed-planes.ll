; ModuleID = "depthwise"
target triple = "unknown-unknown-unknown"
target datalayout = ""

define internal void @"tile_1x3"(ptr %"x", ptr %"dy", ptr %"acc", i64 %"vectors", i64 %"last", i64 %"r0", i64 %"r1", i64 %"q0", i64 %"q1", ptr %"sizes") noinline nounwind
{
entry:
  %"n" = load i64, ptr %"sizes", align 1
  %entry.1 = getelementptr i8, ptr %"sizes", i64 8
  %"h" = load i64, ptr %entry.1, align 1
  %entry.2 = getelementptr i8, ptr %"sizes", i64 16
  %"w" = load i64, ptr %entry.2, align 1
  %entry.3 = getelementptr i8, ptr %"sizes", i64 24
  %"p" = load i64, ptr %entry.3, align 1
  %entry.4 = getelementptr i8, ptr %"sizes", i64 32
  %"q" = load i64, ptr %entry.4, align 1
  %entry.5 = getelementptr i8, ptr %"sizes", i64 40
  %"top" = load i64, ptr %entry.5, align 1
  %entry.6 = getelementptr i8, ptr %"sizes", i64 48
  %"left" = load i64, ptr %entry.6, align 1
  %entry.7 = getelementptr i8, ptr %"sizes", i64 56
  %"block.n" = load i64, ptr %entry.7, align 1
  %entry.8 = getelementptr i8, ptr %"sizes", i64 64
  %"block.p" = load i64, ptr %entry.8, align 1
  %entry.9 = getelementptr i8, ptr %"sizes", i64 72
  %"block.q" = load i64, ptr %entry.9, align 1
  %entry.10 = getelementptr i8, ptr %"sizes", i64 80
  %"blocks" = load i64, ptr %entry.10, align 1
  %entry.11 = getelementptr i8, ptr %"sizes", i64 88
  %"blocks.p" = load i64, ptr %entry.11, align 1
  %entry.12 = getelementptr i8, ptr %"sizes", i64 96
  %"blocks.q" = load i64, ptr %entry.12, align 1
  %entry.13 = getelementptr i8, ptr %"sizes", i64 104
  %"split" = load i64, ptr %entry.13, align 1
  %entry.14 = getelementptr i8, ptr %"sizes", i64 112
  %"x.image" = load i64, ptr %entry.14, align 1
  %entry.15 = getelementptr i8, ptr %"sizes", i64 120
  %"x.row" = load i64, ptr %entry.15, align 1
  %entry.16 = getelementptr i8, ptr %"sizes", i64 128
  %"dy.image" = load i64, ptr %entry.16, align 1
  %entry.17 = getelementptr i8, ptr %"sizes", i64 136
  %"dy.row" = load i64, ptr %entry.17, align 1
  %entry.18 = getelementptr i8, ptr %"sizes", i64 144
  %"x.vector" = load i64, ptr %entry.18, align 1
  %entry.19 = getelementptr i8, ptr %"sizes", i64 152
  %"dy.vector" = load i64, ptr %entry.19, align 1
  %entry.20 = getelementptr i8, ptr %"sizes", i64 160
  %"bytes.x" = load i64, ptr %entry.20, align 1
  %entry.21 = getelementptr i8, ptr %"sizes", i64 168
  %"acc.1" = load i64, ptr %entry.21, align 1
  %entry.22 = getelementptr i8, ptr %"sizes", i64 176
  %"full.start" = load i64, ptr %entry.22, align 1
  %entry.23 = getelementptr i8, ptr %"sizes", i64 184
  %"full.stop" = load i64, ptr %entry.23, align 1
  %entry.24 = getelementptr i8, ptr %"sizes", i64 192
  %"start0" = load i64, ptr %entry.24, align 1
  %entry.25 = getelementptr i8, ptr %"sizes", i64 200
  %"stop0" = load i64, ptr %entry.25, align 1
  %entry.26 = getelementptr i8, ptr %"sizes", i64 208
  %"start1" = load i64, ptr %entry.26, align 1
  %entry.27 = getelementptr i8, ptr %"sizes", i64 216
  %"stop1" = load i64, ptr %entry.27, align 1
  %entry.28 = getelementptr i8, ptr %"sizes", i64 224
  %"pack_x.height" = load i64, ptr %entry.28, align 1
  %entry.29 = getelementptr i8, ptr %"sizes", i64 232
  %"pack_x.width" = load i64, ptr %entry.29, align 1
  %entry.30 = getelementptr i8, ptr %"sizes", i64 240
  %"pack_x.start0" = load i64, ptr %entry.30, align 1
  %entry.31 = getelementptr i8, ptr %"sizes", i64 248
  %"pack_x.stride0" = load i64, ptr %entry.31, align 1
  %entry.32 = getelementptr i8, ptr %"sizes", i64 256
  %"pack_dy.height" = load i64, ptr %entry.32, align 1
  %entry.33 = getelementptr i8, ptr %"sizes", i64 264
  %"pack_dy.width" = load i64, ptr %entry.33, align 1
  %entry.34 = getelementptr i8, ptr %"sizes", i64 272
  %"pack_dy.start0" = load i64, ptr %entry.34, align 1
  %entry.35 = getelementptr i8, ptr %"sizes", i64 280
  %"pack_dy.stride0" = load i64, ptr %entry.35, align 1
  %entry.36 = getelementptr i8, ptr %"sizes", i64 288
  %"next.x.channels" = load i64, ptr %entry.36, align 1
  %entry.37 = getelementptr i8, ptr %"sizes", i64 296
  %"next.x.lines" = load i64, ptr %entry.37, align 1
  %entry.38 = getelementptr i8, ptr %"sizes", i64 304
  %"next.x.share" = load i64, ptr %entry.38, align 1
  %entry.39 = getelementptr i8, ptr %"sizes", i64 312
  %"next.dy.channels" = load i64, ptr %entry.39, align 1
  %entry.40 = getelementptr i8, ptr %"sizes", i64 320
  %"next.dy.lines" = load i64, ptr %entry.40, align 1
  %entry.41 = getelementptr i8, ptr %"sizes", i64 328
  %"next.dy.share" = load i64, ptr %entry.41, align 1
  %entry.42 = icmp slt i64 %"r0", %"r1"
  %entry.43 = alloca ptr
  %entry.44 = alloca ptr
  %entry.45 = alloca ptr
  %entry.46 = alloca ptr
  %entry.47 = alloca ptr
  %entry.48 = alloca ptr
  br i1 %entry.42, label %"r.body", label %"r.done"
r.body:
  %"r" = phi  i64 [%"r0", %"entry"], [%vector.done.1.1, %"vector.done.1"]
  %r.body.1 = mul i64 %"r", %"x.row"
  %r.body.2 = getelementptr i8, ptr %"x", i64 %r.body.1
  %r.body.3 = mul i64 %"r", 192
  %r.body.4 = getelementptr i8, ptr %"acc", i64 %r.body.3
  %r.body.5 = mul i64 %"x.row", 3
  %r.body.6 = mul i64 %"r", 32
  %r.body.7 = add i64 %r.body.5, %r.body.6
  %r.body.8 = getelementptr i8, ptr %"x", i64 %r.body.7
  %r.body.9 = mul i64 %"r", 32
  %r.body.10 = add i64 %"dy.row", %r.body.9
  %r.body.11 = getelementptr i8, ptr %"dy", i64 %r.body.10
  %r.body.12 = mul i64 %"start0", 32
  %r.body.13 = getelementptr i8, ptr %r.body.2, i64 %r.body.12
  %r.body.14 = mul i64 %"start0", 32
  %r.body.15 = getelementptr i8, ptr %"dy", i64 %r.body.14
  store ptr %r.body.13, ptr %entry.43
  store ptr %r.body.15, ptr %entry.44
  store ptr %r.body.4, ptr %entry.45
  %r.body.16 = icmp slt i64 0, %"vectors"
  br i1 %r.body.16, label %"vector.body", label %"vector.done"
r.done:
  ret void
vector.body:
  %"vector" = phi  i64 [0, %"r.body"], [%vector.body.56, %"vector.body"]
  %vector.body.1 = load ptr, ptr %entry.43
  %vector.body.2 = load ptr, ptr %entry.44
  %vector.body.3 = load ptr, ptr %entry.45
  %vector.body.4 = load <8 x float>, ptr %vector.body.2, align 1
  %vector.body.5 = getelementptr i8, ptr %vector.body.2, i64 32
  %vector.body.6 = load <8 x float>, ptr %vector.body.5, align 1
  %vector.body.7 = getelementptr i8, ptr %vector.body.1, i64 32
  %vector.body.8 = load <8 x float>, ptr %vector.body.7, align 1
  %vector.body.9 = shufflevector <8 x float> %vector.body.8, <8 x float> %vector.body.8, <8 x i32> <i32 0, i32 0, i32 2, i32 2, i32 4, i32 4, i32 6, i32 6>
  %vector.body.10 = getelementptr i8, ptr %vector.body.3, i64 64
  %vector.body.11 = load <8 x float>, ptr %vector.body.10
  %vector.body.12 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.9, <8 x float> %vector.body.4, <8 x float> %vector.body.11)
  %vector.body.13 = load <8 x float>, ptr %vector.body.3
  %vector.body.14 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.9, <8 x float> %vector.body.6, <8 x float> %vector.body.13)
  store <8 x float> %vector.body.14, ptr %vector.body.3
  %vector.body.15 = getelementptr i8, ptr %vector.body.1, i64 64
  %vector.body.16 = load <8 x float>, ptr %vector.body.15, align 1
  %vector.body.17 = shufflevector <8 x float> %vector.body.16, <8 x float> %vector.body.16, <8 x i32> <i32 0, i32 0, i32 2, i32 2, i32 4, i32 4, i32 6, i32 6>
  %vector.body.18 = getelementptr i8, ptr %vector.body.3, i64 128
  %vector.body.19 = load <8 x float>, ptr %vector.body.18
  %vector.body.20 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.17, <8 x float> %vector.body.4, <8 x float> %vector.body.19)
  %vector.body.21 = getelementptr i8, ptr %vector.body.3, i64 64
  %vector.body.22 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.17, <8 x float> %vector.body.6, <8 x float> %vector.body.12)
  store <8 x float> %vector.body.22, ptr %vector.body.21
  %vector.body.23 = getelementptr i8, ptr %vector.body.1, i64 96
  %vector.body.24 = load <8 x float>, ptr %vector.body.23, align 1
  %vector.body.25 = shufflevector <8 x float> %vector.body.24, <8 x float> %vector.body.24, <8 x i32> <i32 0, i32 0, i32 2, i32 2, i32 4, i32 4, i32 6, i32 6>
  %vector.body.26 = getelementptr i8, ptr %vector.body.3, i64 128
  %vector.body.27 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.25, <8 x float> %vector.body.6, <8 x float> %vector.body.20)
  store <8 x float> %vector.body.27, ptr %vector.body.26
  %vector.body.28 = getelementptr i8, ptr %vector.body.3, i64 32
  %vector.body.29 = getelementptr i8, ptr %vector.body.1, i64 32
  %vector.body.30 = load <8 x float>, ptr %vector.body.29, align 1
  %vector.body.31 = shufflevector <8 x float> %vector.body.30, <8 x float> %vector.body.30, <8 x i32> <i32 1, i32 1, i32 3, i32 3, i32 5, i32 5, i32 7, i32 7>
  %vector.body.32 = getelementptr i8, ptr %vector.body.28, i64 64
  %vector.body.33 = load <8 x float>, ptr %vector.body.32
  %vector.body.34 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.31, <8 x float> %vector.body.4, <8 x float> %vector.body.33)
  %vector.body.35 = load <8 x float>, ptr %vector.body.28
  %vector.body.36 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.31, <8 x float> %vector.body.6, <8 x float> %vector.body.35)
  store <8 x float> %vector.body.36, ptr %vector.body.28
  %vector.body.37 = getelementptr i8, ptr %vector.body.1, i64 64
  %vector.body.38 = load <8 x float>, ptr %vector.body.37, align 1
  %vector.body.39 = shufflevector <8 x float> %vector.body.38, <8 x float> %vector.body.38, <8 x i32> <i32 1, i32 1, i32 3, i32 3, i32 5, i32 5, i32 7, i32 7>
  %vector.body.40 = getelementptr i8, ptr %vector.body.28, i64 128
  %vector.body.41 = load <8 x float>, ptr %vector.body.40
  %vector.body.42 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.39, <8 x float> %vector.body.4, <8 x float> %vector.body.41)
  %vector.body.43 = getelementptr i8, ptr %vector.body.28, i64 64
  %vector.body.44 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.39, <8 x float> %vector.body.6, <8 x float> %vector.body.34)
  store <8 x float> %vector.body.44, ptr %vector.body.43
  %vector.body.45 = getelementptr i8, ptr %vector.body.1, i64 96
  %vector.body.46 = load <8 x float>, ptr %vector.body.45, align 1
  %vector.body.47 = shufflevector <8 x float> %vector.body.46, <8 x float> %vector.body.46, <8 x i32> <i32 1, i32 1, i32 3, i32 3, i32 5, i32 5, i32 7, i32 7>
  %vector.body.48 = getelementptr i8, ptr %vector.body.28, i64 128
  %vector.body.49 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.47, <8 x float> %vector.body.6, <8 x float> %vector.body.42)
  store <8 x float> %vector.body.49, ptr %vector.body.48
  %vector.body.50 = getelementptr i8, ptr %vector.body.1, i64 %"x.vector"
  %vector.body.51 = call ptr @"llvm.launder.invariant.group.p0"(ptr %vector.body.50)
  store ptr %vector.body.51, ptr %entry.43
  %vector.body.52 = getelementptr i8, ptr %vector.body.2, i64 %"dy.vector"
  %vector.body.53 = call ptr @"llvm.launder.invariant.group.p0"(ptr %vector.body.52)
  store ptr %vector.body.53, ptr %entry.44
  %vector.body.54 = getelementptr i8, ptr %vector.body.3, i64 32
  %vector.body.55 = call ptr @"llvm.launder.invariant.group.p0"(ptr %vector.body.54)
  store ptr %vector.body.55, ptr %entry.45
  %"vector.next" = add i64 %"vector", 1
  %vector.body.56 = call i64 @"llvm.expect.i64"(i64 %"vector.next", i64 0)
  %vector.body.57 = icmp slt i64 %vector.body.56, %"vectors"
  br i1 %vector.body.57, label %"vector.body", label %"vector.done"
vector.done:
  %vector.done.1 = mul i64 %"start1", 32
  %vector.done.2 = getelementptr i8, ptr %r.body.2, i64 %vector.done.1
  %vector.done.3 = mul i64 %"start1", 32
  %vector.done.4 = getelementptr i8, ptr %"dy", i64 %vector.done.3
  store ptr %vector.done.2, ptr %entry.46
  store ptr %vector.done.4, ptr %entry.47
  store ptr %r.body.4, ptr %entry.48
  %vector.done.5 = icmp slt i64 0, %"vectors"
  br i1 %vector.done.5, label %"vector.body.1", label %"vector.done.1"
vector.body.1:
  %"vector.1" = phi  i64 [0, %"vector.done"], [%vector.body.1.52, %"vector.body.1"]
  %vector.body.1.1 = load ptr, ptr %entry.46
  %vector.body.1.2 = load ptr, ptr %entry.47
  %vector.body.1.3 = load ptr, ptr %entry.48
  %vector.body.1.4 = load <8 x float>, ptr %vector.body.1.2, align 1
  %vector.body.1.5 = getelementptr i8, ptr %vector.body.1.2, i64 32
  %vector.body.1.6 = load <8 x float>, ptr %vector.body.1.5, align 1
  %vector.body.1.7 = load <8 x float>, ptr %vector.body.1.1, align 1
  %vector.body.1.8 = shufflevector <8 x float> %vector.body.1.7, <8 x float> %vector.body.1.7, <8 x i32> <i32 0, i32 0, i32 2, i32 2, i32 4, i32 4, i32 6, i32 6>
  %vector.body.1.9 = load <8 x float>, ptr %vector.body.1.3
  %vector.body.1.10 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.8, <8 x float> %vector.body.1.4, <8 x float> %vector.body.1.9)
  %vector.body.1.11 = getelementptr i8, ptr %vector.body.1.1, i64 32
  %vector.body.1.12 = load <8 x float>, ptr %vector.body.1.11, align 1
  %vector.body.1.13 = shufflevector <8 x float> %vector.body.1.12, <8 x float> %vector.body.1.12, <8 x i32> <i32 0, i32 0, i32 2, i32 2, i32 4, i32 4, i32 6, i32 6>
  %vector.body.1.14 = getelementptr i8, ptr %vector.body.1.3, i64 64
  %vector.body.1.15 = load <8 x float>, ptr %vector.body.1.14
  %vector.body.1.16 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.13, <8 x float> %vector.body.1.4, <8 x float> %vector.body.1.15)
  %vector.body.1.17 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.13, <8 x float> %vector.body.1.6, <8 x float> %vector.body.1.10)
  store <8 x float> %vector.body.1.17, ptr %vector.body.1.3
  %vector.body.1.18 = getelementptr i8, ptr %vector.body.1.1, i64 64
  %vector.body.1.19 = load <8 x float>, ptr %vector.body.1.18, align 1
  %vector.body.1.20 = shufflevector <8 x float> %vector.body.1.19, <8 x float> %vector.body.1.19, <8 x i32> <i32 0, i32 0, i32 2, i32 2, i32 4, i32 4, i32 6, i32 6>
  %vector.body.1.21 = getelementptr i8, ptr %vector.body.1.3, i64 128
  %vector.body.1.22 = load <8 x float>, ptr %vector.body.1.21
  %vector.body.1.23 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.20, <8 x float> %vector.body.1.4, <8 x float> %vector.body.1.22)
  store <8 x float> %vector.body.1.23, ptr %vector.body.1.21
  %vector.body.1.24 = getelementptr i8, ptr %vector.body.1.3, i64 64
  %vector.body.1.25 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.20, <8 x float> %vector.body.1.6, <8 x float> %vector.body.1.16)
  store <8 x float> %vector.body.1.25, ptr %vector.body.1.24
  %vector.body.1.26 = getelementptr i8, ptr %vector.body.1.3, i64 32
  %vector.body.1.27 = load <8 x float>, ptr %vector.body.1.1, align 1
  %vector.body.1.28 = shufflevector <8 x float> %vector.body.1.27, <8 x float> %vector.body.1.27, <8 x i32> <i32 1, i32 1, i32 3, i32 3, i32 5, i32 5, i32 7, i32 7>
  %vector.body.1.29 = load <8 x float>, ptr %vector.body.1.26
  %vector.body.1.30 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.28, <8 x float> %vector.body.1.4, <8 x float> %vector.body.1.29)
  %vector.body.1.31 = getelementptr i8, ptr %vector.body.1.1, i64 32
  %vector.body.1.32 = load <8 x float>, ptr %vector.body.1.31, align 1
  %vector.body.1.33 = shufflevector <8 x float> %vector.body.1.32, <8 x float> %vector.body.1.32, <8 x i32> <i32 1, i32 1, i32 3, i32 3, i32 5, i32 5, i32 7, i32 7>
  %vector.body.1.34 = getelementptr i8, ptr %vector.body.1.26, i64 64
  %vector.body.1.35 = load <8 x float>, ptr %vector.body.1.34
  %vector.body.1.36 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.33, <8 x float> %vector.body.1.4, <8 x float> %vector.body.1.35)
  %vector.body.1.37 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.33, <8 x float> %vector.body.1.6, <8 x float> %vector.body.1.30)
  store <8 x float> %vector.body.1.37, ptr %vector.body.1.26
  %vector.body.1.38 = getelementptr i8, ptr %vector.body.1.1, i64 64
  %vector.body.1.39 = load <8 x float>, ptr %vector.body.1.38, align 1
  %vector.body.1.40 = shufflevector <8 x float> %vector.body.1.39, <8 x float> %vector.body.1.39, <8 x i32> <i32 1, i32 1, i32 3, i32 3, i32 5, i32 5, i32 7, i32 7>
  %vector.body.1.41 = getelementptr i8, ptr %vector.body.1.26, i64 128
  %vector.body.1.42 = load <8 x float>, ptr %vector.body.1.41
  %vector.body.1.43 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.40, <8 x float> %vector.body.1.4, <8 x float> %vector.body.1.42)
  store <8 x float> %vector.body.1.43, ptr %vector.body.1.41
  %vector.body.1.44 = getelementptr i8, ptr %vector.body.1.26, i64 64
  %vector.body.1.45 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.40, <8 x float> %vector.body.1.6, <8 x float> %vector.body.1.36)
  store <8 x float> %vector.body.1.45, ptr %vector.body.1.44
  %vector.body.1.46 = getelementptr i8, ptr %vector.body.1.1, i64 %"x.vector"
  %vector.body.1.47 = call ptr @"llvm.launder.invariant.group.p0"(ptr %vector.body.1.46)
  store ptr %vector.body.1.47, ptr %entry.46
  %vector.body.1.48 = getelementptr i8, ptr %vector.body.1.2, i64 %"dy.vector"
  %vector.body.1.49 = call ptr @"llvm.launder.invariant.group.p0"(ptr %vector.body.1.48)
  store ptr %vector.body.1.49, ptr %entry.47
  %vector.body.1.50 = getelementptr i8, ptr %vector.body.1.3, i64 32
  %vector.body.1.51 = call ptr @"llvm.launder.invariant.group.p0"(ptr %vector.body.1.50)
  store ptr %vector.body.1.51, ptr %entry.48
  %"vector.next.1" = add i64 %"vector.1", 1
  %vector.body.1.52 = call i64 @"llvm.expect.i64"(i64 %"vector.next.1", i64 0)
  %vector.body.1.53 = icmp slt i64 %vector.body.1.52, %"vectors"
  br i1 %vector.body.1.53, label %"vector.body.1", label %"vector.done.1"
vector.done.1:
  %"r.next" = add i64 %"r", 1
  %vector.done.1.1 = call i64 @"llvm.expect.i64"(i64 %"r.next", i64 0)
  %vector.done.1.2 = icmp slt i64 %vector.done.1.1, %"r1"
  br i1 %vector.done.1.2, label %"r.body", label %"r.done"
}

declare <8 x float> @"llvm.fma.v8f32"(<8 x float> %.1, <8 x float> %.2, <8 x float> %.3)

declare ptr @"llvm.launder.invariant.group.p0"(ptr %.1)

declare i64 @"llvm.expect.i64"(i64 %.1, i64 %.2)

define internal void @"flush"(ptr %"acc", ptr %"dw", i1 %"first", i64 %"vectors", i1 %"ragged") noinline nounwind
{
entry:
  %entry.1 = alloca <8 x float>
  %entry.2 = icmp slt i64 0, 18
  br i1 %entry.2, label %"tap.body", label %"tap.done"
tap.body:
  %"tap" = phi  i64 [0, %"entry"], [%vector.done.1, %"vector.done"]
  %tap.body.1 = mul i64 %"tap", 32
  %tap.body.2 = getelementptr i8, ptr %"acc", i64 %tap.body.1
  %tap.body.3 = mul i64 %"tap", 64
  %tap.body.4 = getelementptr i8, ptr %"dw", i64 %tap.body.3
  %tap.body.5 = icmp slt i64 0, %"vectors"
  br i1 %tap.body.5, label %"vector.body", label %"vector.done"
tap.done:
  ret void
vector.body:
  %"vector" = phi  i64 [0, %"tap.body"], [%vector.body.endif.1, %"vector.body.endif"]
  %vector.body.1 = mul i64 %"vector", 8
  %vector.body.2 = mul i64 %vector.body.1, 4
  %vector.body.3 = getelementptr i8, ptr %tap.body.2, i64 %vector.body.2
  %vector.body.4 = mul i64 %vector.body.1, 4
  %vector.body.5 = getelementptr i8, ptr %tap.body.4, i64 %vector.body.4
  %vector.body.6 = load <8 x float>, ptr %vector.body.3
  store <8 x float> %vector.body.6, <8 x float>* %entry.1
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %vector.body.3
  br i1 %"first", label %"vector.body.if", label %"vector.body.else"
vector.done:
  %"tap.next" = add i64 %"tap", 1
  %vector.done.1 = call i64 @"llvm.expect.i64"(i64 %"tap.next", i64 0)
  %vector.done.2 = icmp slt i64 %vector.done.1, 18
  br i1 %vector.done.2, label %"tap.body", label %"tap.done"
vector.body.if:
  %vector.body.if.1 = load <8 x float>, <8 x float>* %entry.1
  store <8 x float> %vector.body.if.1, ptr %vector.body.5, align 1
  br label %"vector.body.endif"
vector.body.else:
  %vector.body.else.1 = load <8 x float>, <8 x float>* %entry.1
  %vector.body.else.2 = load <8 x float>, ptr %vector.body.5, align 1
  %vector.body.else.3 = fadd <8 x float> %vector.body.else.2, %vector.body.else.1
  store <8 x float> %vector.body.else.3, ptr %vector.body.5, align 1
  br label %"vector.body.endif"
vector.body.endif:
  %"vector.next" = add i64 %"vector", 1
  %vector.body.endif.1 = call i64 @"llvm.expect.i64"(i64 %"vector.next", i64 0)
  %vector.body.endif.2 = icmp slt i64 %vector.body.endif.1, %"vectors"
  br i1 %vector.body.endif.2, label %"vector.body", label %"vector.done"
}

define internal void @"pack_x_0"(ptr %"source", ptr %"panel", i64 %"n", i64 %"h0", i64 %"h1", i64 %"w0", i64 %"w1", i64 %"tiles", i64 %"sn", i64 %"sh", i64 %"sw", i64 %"sc", i64 %"height", i64 %"width", i64 %"next") noinline nounwind
{
entry:
  %entry.1 = mul i64 8, %"sc"
  %entry.2 = icmp slt i64 0, %"n"
  br i1 %entry.2, label %"n.body", label %"n.done"
n.body:
  %"n.1" = phi  i64 [0, %"entry"], [%h.done.1, %"h.done"]
  %n.body.1 = icmp slt i64 %"h0", %"h1"
  br i1 %n.body.1, label %"h.body", label %"h.done"
n.done:
  ret void
h.body:
  %"h" = phi  i64 [%"h0", %"n.body"], [%tile.done.1, %"tile.done"]
  %h.body.1 = mul i64 %"n.1", %"sn"
  %h.body.2 = mul i64 %"h", %"sh"
  %h.body.3 = add i64 %h.body.1, %h.body.2
  %h.body.4 = getelementptr i8, ptr %"source", i64 %h.body.3
  %h.body.5 = mul i64 %"n.1", %"height"
  %h.body.6 = add i64 %h.body.5, %"h"
  %h.body.7 = mul i64 %"width", 32
  %h.body.8 = mul i64 %h.body.6, %h.body.7
  %h.body.9 = getelementptr i8, ptr %"panel", i64 %h.body.8
  %h.body.10 = icmp slt i64 0, %"tiles"
  br i1 %h.body.10, label %"tile.body", label %"tile.done"
h.done:
  %"n.next" = add i64 %"n.1", 1
  %h.done.1 = call i64 @"llvm.expect.i64"(i64 %"n.next", i64 0)
  %h.done.2 = icmp slt i64 %h.done.1, %"n"
  br i1 %h.done.2, label %"n.body", label %"n.done"
tile.body:
  %"tile" = phi  i64 [0, %"h.body"], [%tile.body.endif.1, %"tile.body.endif"]
  %tile.body.1 = mul i64 %"tile", %entry.1
  %tile.body.2 = getelementptr i8, ptr %h.body.4, i64 %tile.body.1
  %tile.body.3 = mul i64 %"tile", %"next"
  %tile.body.4 = getelementptr i8, ptr %h.body.9, i64 %tile.body.3
  %tile.body.5 = sub i64 %"w1", %"w0"
  %tile.body.6 = icmp slt i64 3, %tile.body.5
  br i1 %tile.body.6, label %"tile.body.if", label %"tile.body.else"
tile.done:
  %"h.next" = add i64 %"h", 1
  %tile.done.1 = call i64 @"llvm.expect.i64"(i64 %"h.next", i64 0)
  %tile.done.2 = icmp slt i64 %tile.done.1, %"h1"
  br i1 %tile.done.2, label %"h.body", label %"h.done"
tile.body.if:
  %tile.body.if.1 = icmp slt i64 %"w0", %"w1"
  br i1 %tile.body.if.1, label %"w.body", label %"w.done"
tile.body.else:
  %tile.body.else.1 = icmp slt i64 %"w0", %"w1"
  br i1 %tile.body.else.1, label %"w.body.1", label %"w.done.1"
tile.body.endif:
  %"tile.next" = add i64 %"tile", 1
  %tile.body.endif.1 = call i64 @"llvm.expect.i64"(i64 %"tile.next", i64 0)
  %tile.body.endif.2 = icmp slt i64 %tile.body.endif.1, %"tiles"
  br i1 %tile.body.endif.2, label %"tile.body", label %"tile.done"
w.body:
  %"w" = phi  i64 [%"w0", %"tile.body.if"], [%w.body.84, %"w.body"]
  %w.body.1 = add i64 %"w1", -4
  %w.body.2 = icmp slt i64 %"w", %w.body.1
  %w.body.3 = select  i1 %w.body.2, i64 %"w", i64 %w.body.1
  %w.body.4 = mul i64 %w.body.3, 2
  %w.body.5 = getelementptr i8, ptr %tile.body.2, i64 %w.body.4
  %w.body.6 = mul i64 %w.body.3, 32
  %w.body.7 = getelementptr i8, ptr %tile.body.4, i64 %w.body.6
  %w.body.8 = load <4 x i16>, ptr %w.body.5, align 1
  %w.body.9 = zext <4 x i16> %w.body.8 to <4 x i32>
  %w.body.10 = shl <4 x i32> %w.body.9, <i32 16, i32 16, i32 16, i32 16>
  %w.body.11 = bitcast <4 x i32> %w.body.10 to <4 x float>
  %w.body.12 = getelementptr i8, ptr %w.body.5, i64 %"sc"
  %w.body.13 = load <4 x i16>, ptr %w.body.12, align 1
  %w.body.14 = zext <4 x i16> %w.body.13 to <4 x i32>
  %w.body.15 = shl <4 x i32> %w.body.14, <i32 16, i32 16, i32 16, i32 16>
  %w.body.16 = bitcast <4 x i32> %w.body.15 to <4 x float>
  %w.body.17 = mul i64 2, %"sc"
  %w.body.18 = getelementptr i8, ptr %w.body.5, i64 %w.body.17
  %w.body.19 = load <4 x i16>, ptr %w.body.18, align 1
  %w.body.20 = zext <4 x i16> %w.body.19 to <4 x i32>
  %w.body.21 = shl <4 x i32> %w.body.20, <i32 16, i32 16, i32 16, i32 16>
  %w.body.22 = bitcast <4 x i32> %w.body.21 to <4 x float>
  %w.body.23 = mul i64 3, %"sc"
  %w.body.24 = getelementptr i8, ptr %w.body.5, i64 %w.body.23
  %w.body.25 = load <4 x i16>, ptr %w.body.24, align 1
  %w.body.26 = zext <4 x i16> %w.body.25 to <4 x i32>
  %w.body.27 = shl <4 x i32> %w.body.26, <i32 16, i32 16, i32 16, i32 16>
  %w.body.28 = bitcast <4 x i32> %w.body.27 to <4 x float>
  %w.body.29 = shufflevector <4 x float> %w.body.11, <4 x float> %w.body.16, <4 x i32> <i32 0, i32 4, i32 2, i32 6>
  %w.body.30 = shufflevector <4 x float> %w.body.11, <4 x float> %w.body.16, <4 x i32> <i32 1, i32 5, i32 3, i32 7>
  %w.body.31 = shufflevector <4 x float> %w.body.22, <4 x float> %w.body.28, <4 x i32> <i32 0, i32 4, i32 2, i32 6>
  %w.body.32 = shufflevector <4 x float> %w.body.22, <4 x float> %w.body.28, <4 x i32> <i32 1, i32 5, i32 3, i32 7>
  %w.body.33 = shufflevector <4 x float> %w.body.29, <4 x float> %w.body.31, <4 x i32> <i32 0, i32 1, i32 4, i32 5>
  %w.body.34 = shufflevector <4 x float> %w.body.29, <4 x float> %w.body.31, <4 x i32> <i32 2, i32 3, i32 6, i32 7>
  %w.body.35 = shufflevector <4 x float> %w.body.30, <4 x float> %w.body.32, <4 x i32> <i32 0, i32 1, i32 4, i32 5>
  %w.body.36 = shufflevector <4 x float> %w.body.30, <4 x float> %w.body.32, <4 x i32> <i32 2, i32 3, i32 6, i32 7>
  %w.body.37 = shufflevector <4 x float> %w.body.33, <4 x float> %w.body.33, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  store <4 x float> %w.body.37, ptr %w.body.7, align 1
  %w.body.38 = shufflevector <4 x float> %w.body.35, <4 x float> %w.body.35, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %w.body.39 = getelementptr i8, ptr %w.body.7, i64 32
  store <4 x float> %w.body.38, ptr %w.body.39, align 1
  %w.body.40 = shufflevector <4 x float> %w.body.34, <4 x float> %w.body.34, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %w.body.41 = getelementptr i8, ptr %w.body.7, i64 64
  store <4 x float> %w.body.40, ptr %w.body.41, align 1
  %w.body.42 = shufflevector <4 x float> %w.body.36, <4 x float> %w.body.36, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %w.body.43 = getelementptr i8, ptr %w.body.7, i64 96
  store <4 x float> %w.body.42, ptr %w.body.43, align 1
  %w.body.44 = mul i64 4, %"sc"
  %w.body.45 = getelementptr i8, ptr %w.body.5, i64 %w.body.44
  %w.body.46 = load <4 x i16>, ptr %w.body.45, align 1
  %w.body.47 = zext <4 x i16> %w.body.46 to <4 x i32>
  %w.body.48 = shl <4 x i32> %w.body.47, <i32 16, i32 16, i32 16, i32 16>
  %w.body.49 = bitcast <4 x i32> %w.body.48 to <4 x float>
  %w.body.50 = mul i64 5, %"sc"
  %w.body.51 = getelementptr i8, ptr %w.body.5, i64 %w.body.50
  %w.body.52 = load <4 x i16>, ptr %w.body.51, align 1
  %w.body.53 = zext <4 x i16> %w.body.52 to <4 x i32>
  %w.body.54 = shl <4 x i32> %w.body.53, <i32 16, i32 16, i32 16, i32 16>
  %w.body.55 = bitcast <4 x i32> %w.body.54 to <4 x float>
  %w.body.56 = mul i64 6, %"sc"
  %w.body.57 = getelementptr i8, ptr %w.body.5, i64 %w.body.56
  %w.body.58 = load <4 x i16>, ptr %w.body.57, align 1
  %w.body.59 = zext <4 x i16> %w.body.58 to <4 x i32>
  %w.body.60 = shl <4 x i32> %w.body.59, <i32 16, i32 16, i32 16, i32 16>
  %w.body.61 = bitcast <4 x i32> %w.body.60 to <4 x float>
  %w.body.62 = mul i64 7, %"sc"
  %w.body.63 = getelementptr i8, ptr %w.body.5, i64 %w.body.62
  %w.body.64 = load <4 x i16>, ptr %w.body.63, align 1
  %w.body.65 = zext <4 x i16> %w.body.64 to <4 x i32>
  %w.body.66 = shl <4 x i32> %w.body.65, <i32 16, i32 16, i32 16, i32 16>
  %w.body.67 = bitcast <4 x i32> %w.body.66 to <4 x float>
  %w.body.68 = shufflevector <4 x float> %w.body.49, <4 x float> %w.body.55, <4 x i32> <i32 0, i32 4, i32 2, i32 6>
  %w.body.69 = shufflevector <4 x float> %w.body.49, <4 x float> %w.body.55, <4 x i32> <i32 1, i32 5, i32 3, i32 7>
  %w.body.70 = shufflevector <4 x float> %w.body.61, <4 x float> %w.body.67, <4 x i32> <i32 0, i32 4, i32 2, i32 6>
  %w.body.71 = shufflevector <4 x float> %w.body.61, <4 x float> %w.body.67, <4 x i32> <i32 1, i32 5, i32 3, i32 7>
  %w.body.72 = shufflevector <4 x float> %w.body.68, <4 x float> %w.body.70, <4 x i32> <i32 0, i32 1, i32 4, i32 5>
  %w.body.73 = shufflevector <4 x float> %w.body.68, <4 x float> %w.body.70, <4 x i32> <i32 2, i32 3, i32 6, i32 7>
  %w.body.74 = shufflevector <4 x float> %w.body.69, <4 x float> %w.body.71, <4 x i32> <i32 0, i32 1, i32 4, i32 5>
  %w.body.75 = shufflevector <4 x float> %w.body.69, <4 x float> %w.body.71, <4 x i32> <i32 2, i32 3, i32 6, i32 7>
  %w.body.76 = shufflevector <4 x float> %w.body.72, <4 x float> %w.body.72, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %w.body.77 = getelementptr i8, ptr %w.body.7, i64 16
  store <4 x float> %w.body.76, ptr %w.body.77, align 1
  %w.body.78 = shufflevector <4 x float> %w.body.74, <4 x float> %w.body.74, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %w.body.79 = getelementptr i8, ptr %w.body.7, i64 48
  store <4 x float> %w.body.78, ptr %w.body.79, align 1
  %w.body.80 = shufflevector <4 x float> %w.body.73, <4 x float> %w.body.73, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %w.body.81 = getelementptr i8, ptr %w.body.7, i64 80
  store <4 x float> %w.body.80, ptr %w.body.81, align 1
  %w.body.82 = shufflevector <4 x float> %w.body.75, <4 x float> %w.body.75, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %w.body.83 = getelementptr i8, ptr %w.body.7, i64 112
  store <4 x float> %w.body.82, ptr %w.body.83, align 1
  %"w.next" = add i64 %"w", 4
  %w.body.84 = call i64 @"llvm.expect.i64"(i64 %"w.next", i64 0)
  %w.body.85 = icmp slt i64 %w.body.84, %"w1"
  br i1 %w.body.85, label %"w.body", label %"w.done"
w.done:
  br label %"tile.body.endif"
w.body.1:
  %"w.1" = phi  i64 [%"w0", %"tile.body.else"], [%w.body.1.57, %"w.body.1"]
  %w.body.1.1 = mul i64 %"w.1", %"sw"
  %w.body.1.2 = getelementptr i8, ptr %tile.body.2, i64 %w.body.1.1
  %w.body.1.3 = mul i64 %"w.1", 32
  %w.body.1.4 = getelementptr i8, ptr %tile.body.4, i64 %w.body.1.3
  %w.body.1.5 = load i16, ptr %w.body.1.2, align 1
  %w.body.1.6 = zext i16 %w.body.1.5 to i32
  %w.body.1.7 = shl i32 %w.body.1.6, 16
  %w.body.1.8 = bitcast i32 %w.body.1.7 to float
  store float %w.body.1.8, ptr %w.body.1.4, align 1
  %w.body.1.9 = getelementptr i8, ptr %w.body.1.2, i64 %"sc"
  %w.body.1.10 = load i16, ptr %w.body.1.9, align 1
  %w.body.1.11 = zext i16 %w.body.1.10 to i32
  %w.body.1.12 = shl i32 %w.body.1.11, 16
  %w.body.1.13 = bitcast i32 %w.body.1.12 to float
  %w.body.1.14 = getelementptr i8, ptr %w.body.1.4, i64 4
  store float %w.body.1.13, ptr %w.body.1.14, align 1
  %w.body.1.15 = mul i64 2, %"sc"
  %w.body.1.16 = getelementptr i8, ptr %w.body.1.2, i64 %w.body.1.15
  %w.body.1.17 = load i16, ptr %w.body.1.16, align 1
  %w.body.1.18 = zext i16 %w.body.1.17 to i32
  %w.body.1.19 = shl i32 %w.body.1.18, 16
  %w.body.1.20 = bitcast i32 %w.body.1.19 to float
  %w.body.1.21 = getelementptr i8, ptr %w.body.1.4, i64 8
  store float %w.body.1.20, ptr %w.body.1.21, align 1
  %w.body.1.22 = mul i64 3, %"sc"
  %w.body.1.23 = getelementptr i8, ptr %w.body.1.2, i64 %w.body.1.22
  %w.body.1.24 = load i16, ptr %w.body.1.23, align 1
  %w.body.1.25 = zext i16 %w.body.1.24 to i32
  %w.body.1.26 = shl i32 %w.body.1.25, 16
  %w.body.1.27 = bitcast i32 %w.body.1.26 to float
  %w.body.1.28 = getelementptr i8, ptr %w.body.1.4, i64 12
  store float %w.body.1.27, ptr %w.body.1.28, align 1
  %w.body.1.29 = mul i64 4, %"sc"
  %w.body.1.30 = getelementptr i8, ptr %w.body.1.2, i64 %w.body.1.29
  %w.body.1.31 = load i16, ptr %w.body.1.30, align 1
  %w.body.1.32 = zext i16 %w.body.1.31 to i32
  %w.body.1.33 = shl i32 %w.body.1.32, 16
  %w.body.1.34 = bitcast i32 %w.body.1.33 to float
  %w.body.1.35 = getelementptr i8, ptr %w.body.1.4, i64 16
  store float %w.body.1.34, ptr %w.body.1.35, align 1
  %w.body.1.36 = mul i64 5, %"sc"
  %w.body.1.37 = getelementptr i8, ptr %w.body.1.2, i64 %w.body.1.36
  %w.body.1.38 = load i16, ptr %w.body.1.37, align 1
  %w.body.1.39 = zext i16 %w.body.1.38 to i32
  %w.body.1.40 = shl i32 %w.body.1.39, 16
  %w.body.1.41 = bitcast i32 %w.body.1.40 to float
  %w.body.1.42 = getelementptr i8, ptr %w.body.1.4, i64 20
  store float %w.body.1.41, ptr %w.body.1.42, align 1
  %w.body.1.43 = mul i64 6, %"sc"
  %w.body.1.44 = getelementptr i8, ptr %w.body.1.2, i64 %w.body.1.43
  %w.body.1.45 = load i16, ptr %w.body.1.44, align 1
  %w.body.1.46 = zext i16 %w.body.1.45 to i32
  %w.body.1.47 = shl i32 %w.body.1.46, 16
  %w.body.1.48 = bitcast i32 %w.body.1.47 to float
  %w.body.1.49 = getelementptr i8, ptr %w.body.1.4, i64 24
  store float %w.body.1.48, ptr %w.body.1.49, align 1
  %w.body.1.50 = mul i64 7, %"sc"
  %w.body.1.51 = getelementptr i8, ptr %w.body.1.2, i64 %w.body.1.50
  %w.body.1.52 = load i16, ptr %w.body.1.51, align 1
  %w.body.1.53 = zext i16 %w.body.1.52 to i32
  %w.body.1.54 = shl i32 %w.body.1.53, 16
  %w.body.1.55 = bitcast i32 %w.body.1.54 to float
  %w.body.1.56 = getelementptr i8, ptr %w.body.1.4, i64 28
  store float %w.body.1.55, ptr %w.body.1.56, align 1
  %"w.next.1" = add i64 %"w.1", 1
  %w.body.1.57 = call i64 @"llvm.expect.i64"(i64 %"w.next.1", i64 0)
  %w.body.1.58 = icmp slt i64 %w.body.1.57, %"w1"
  br i1 %w.body.1.58, label %"w.body.1", label %"w.done.1"
w.done.1:
  br label %"tile.body.endif"
}

define internal void @"pack_dy_0"(ptr %"source", ptr %"panel", i64 %"n", i64 %"h0", i64 %"h1", i64 %"w0", i64 %"w1", i64 %"tiles", i64 %"sn", i64 %"sh", i64 %"sw", i64 %"sc", i64 %"height", i64 %"width", i64 %"next") noinline nounwind
{
entry:
  %entry.1 = mul i64 8, %"sc"
  %entry.2 = icmp slt i64 0, %"n"
  br i1 %entry.2, label %"n.body", label %"n.done"
n.body:
  %"n.1" = phi  i64 [0, %"entry"], [%h.done.1, %"h.done"]
  %n.body.1 = icmp slt i64 %"h0", %"h1"
  br i1 %n.body.1, label %"h.body", label %"h.done"
n.done:
  ret void
h.body:
  %"h" = phi  i64 [%"h0", %"n.body"], [%tile.done.1, %"tile.done"]
  %h.body.1 = mul i64 %"n.1", %"sn"
  %h.body.2 = mul i64 %"h", %"sh"
  %h.body.3 = add i64 %h.body.1, %h.body.2
  %h.body.4 = getelementptr i8, ptr %"source", i64 %h.body.3
  %h.body.5 = mul i64 %"n.1", %"height"
  %h.body.6 = add i64 %h.body.5, %"h"
  %h.body.7 = mul i64 %"width", 32
  %h.body.8 = mul i64 %h.body.6, %h.body.7
  %h.body.9 = getelementptr i8, ptr %"panel", i64 %h.body.8
  %h.body.10 = icmp slt i64 0, %"tiles"
  br i1 %h.body.10, label %"tile.body", label %"tile.done"
h.done:
  %"n.next" = add i64 %"n.1", 1
  %h.done.1 = call i64 @"llvm.expect.i64"(i64 %"n.next", i64 0)
  %h.done.2 = icmp slt i64 %h.done.1, %"n"
  br i1 %h.done.2, label %"n.body", label %"n.done"
tile.body:
  %"tile" = phi  i64 [0, %"h.body"], [%tile.body.endif.1, %"tile.body.endif"]
  %tile.body.1 = mul i64 %"tile", %entry.1
  %tile.body.2 = getelementptr i8, ptr %h.body.4, i64 %tile.body.1
  %tile.body.3 = mul i64 %"tile", %"next"
  %tile.body.4 = getelementptr i8, ptr %h.body.9, i64 %tile.body.3
  %tile.body.5 = sub i64 %"w1", %"w0"
  %tile.body.6 = icmp slt i64 3, %tile.body.5
  br i1 %tile.body.6, label %"tile.body.if", label %"tile.body.else"
tile.done:
  %"h.next" = add i64 %"h", 1
  %tile.done.1 = call i64 @"llvm.expect.i64"(i64 %"h.next", i64 0)
  %tile.done.2 = icmp slt i64 %tile.done.1, %"h1"
  br i1 %tile.done.2, label %"h.body", label %"h.done"
tile.body.if:
  %tile.body.if.1 = icmp slt i64 %"w0", %"w1"
  br i1 %tile.body.if.1, label %"w.body", label %"w.done"
tile.body.else:
  %tile.body.else.1 = icmp slt i64 %"w0", %"w1"
  br i1 %tile.body.else.1, label %"w.body.1", label %"w.done.1"
tile.body.endif:
  %"tile.next" = add i64 %"tile", 1
  %tile.body.endif.1 = call i64 @"llvm.expect.i64"(i64 %"tile.next", i64 0)
  %tile.body.endif.2 = icmp slt i64 %tile.body.endif.1, %"tiles"
  br i1 %tile.body.endif.2, label %"tile.body", label %"tile.done"
w.body:
  %"w" = phi  i64 [%"w0", %"tile.body.if"], [%w.body.84, %"w.body"]
  %w.body.1 = add i64 %"w1", -4
  %w.body.2 = icmp slt i64 %"w", %w.body.1
  %w.body.3 = select  i1 %w.body.2, i64 %"w", i64 %w.body.1
  %w.body.4 = mul i64 %w.body.3, 2
  %w.body.5 = getelementptr i8, ptr %tile.body.2, i64 %w.body.4
  %w.body.6 = mul i64 %w.body.3, 32
  %w.body.7 = getelementptr i8, ptr %tile.body.4, i64 %w.body.6
  %w.body.8 = load <4 x i16>, ptr %w.body.5, align 1
  %w.body.9 = zext <4 x i16> %w.body.8 to <4 x i32>
  %w.body.10 = shl <4 x i32> %w.body.9, <i32 16, i32 16, i32 16, i32 16>
  %w.body.11 = bitcast <4 x i32> %w.body.10 to <4 x float>
  %w.body.12 = getelementptr i8, ptr %w.body.5, i64 %"sc"
  %w.body.13 = load <4 x i16>, ptr %w.body.12, align 1
  %w.body.14 = zext <4 x i16> %w.body.13 to <4 x i32>
  %w.body.15 = shl <4 x i32> %w.body.14, <i32 16, i32 16, i32 16, i32 16>
  %w.body.16 = bitcast <4 x i32> %w.body.15 to <4 x float>
  %w.body.17 = mul i64 2, %"sc"
  %w.body.18 = getelementptr i8, ptr %w.body.5, i64 %w.body.17
  %w.body.19 = load <4 x i16>, ptr %w.body.18, align 1
  %w.body.20 = zext <4 x i16> %w.body.19 to <4 x i32>
  %w.body.21 = shl <4 x i32> %w.body.20, <i32 16, i32 16, i32 16, i32 16>
  %w.body.22 = bitcast <4 x i32> %w.body.21 to <4 x float>
  %w.body.23 = mul i64 3, %"sc"
  %w.body.24 = getelementptr i8, ptr %w.body.5, i64 %w.body.23
  %w.body.25 = load <4 x i16>, ptr %w.body.24, align 1
  %w.body.26 = zext <4 x i16> %w.body.25 to <4 x i32>
  %w.body.27 = shl <4 x i32> %w.body.26, <i32 16, i32 16, i32 16, i32 16>
  %w.body.28 = bitcast <4 x i32> %w.body.27 to <4 x float>
  %w.body.29 = shufflevector <4 x float> %w.body.11, <4 x float> %w.body.16, <4 x i32> <i32 0, i32 4, i32 2, i32 6>
  %w.body.30 = shufflevector <4 x float> %w.body.11, <4 x float> %w.body.16, <4 x i32> <i32 1, i32 5, i32 3, i32 7>
  %w.body.31 = shufflevector <4 x float> %w.body.22, <4 x float> %w.body.28, <4 x i32> <i32 0, i32 4, i32 2, i32 6>
  %w.body.32 = shufflevector <4 x float> %w.body.22, <4 x float> %w.body.28, <4 x i32> <i32 1, i32 5, i32 3, i32 7>
  %w.body.33 = shufflevector <4 x float> %w.body.29, <4 x float> %w.body.31, <4 x i32> <i32 0, i32 1, i32 4, i32 5>
  %w.body.34 = shufflevector <4 x float> %w.body.29, <4 x float> %w.body.31, <4 x i32> <i32 2, i32 3, i32 6, i32 7>
  %w.body.35 = shufflevector <4 x float> %w.body.30, <4 x float> %w.body.32, <4 x i32> <i32 0, i32 1, i32 4, i32 5>
  %w.body.36 = shufflevector <4 x float> %w.body.30, <4 x float> %w.body.32, <4 x i32> <i32 2, i32 3, i32 6, i32 7>
  %w.body.37 = shufflevector <4 x float> %w.body.33, <4 x float> %w.body.33, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  store <4 x float> %w.body.37, ptr %w.body.7, align 1
  %w.body.38 = shufflevector <4 x float> %w.body.35, <4 x float> %w.body.35, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %w.body.39 = getelementptr i8, ptr %w.body.7, i64 32
  store <4 x float> %w.body.38, ptr %w.body.39, align 1
  %w.body.40 = shufflevector <4 x float> %w.body.34, <4 x float> %w.body.34, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %w.body.41 = getelementptr i8, ptr %w.body.7, i64 64
  store <4 x float> %w.body.40, ptr %w.body.41, align 1
  %w.body.42 = shufflevector <4 x float> %w.body.36, <4 x float> %w.body.36, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %w.body.43 = getelementptr i8, ptr %w.body.7, i64 96
  store <4 x float> %w.body.42, ptr %w.body.43, align 1
  %w.body.44 = mul i64 4, %"sc"
  %w.body.45 = getelementptr i8, ptr %w.body.5, i64 %w.body.44
  %w.body.46 = load <4 x i16>, ptr %w.body.45, align 1
  %w.body.47 = zext <4 x i16> %w.body.46 to <4 x i32>
  %w.body.48 = shl <4 x i32> %w.body.47, <i32 16, i32 16, i32 16, i32 16>
  %w.body.49 = bitcast <4 x i32> %w.body.48 to <4 x float>
  %w.body.50 = mul i64 5, %"sc"
  %w.body.51 = getelementptr i8, ptr %w.body.5, i64 %w.body.50
  %w.body.52 = load <4 x i16>, ptr %w.body.51, align 1
  %w.body.53 = zext <4 x i16> %w.body.52 to <4 x i32>
  %w.body.54 = shl <4 x i32> %w.body.53, <i32 16, i32 16, i32 16, i32 16>
  %w.body.55 = bitcast <4 x i32> %w.body.54 to <4 x float>
  %w.body.56 = mul i64 6, %"sc"
  %w.body.57 = getelementptr i8, ptr %w.body.5, i64 %w.body.56
  %w.body.58 = load <4 x i16>, ptr %w.body.57, align 1
  %w.body.59 = zext <4 x i16> %w.body.58 to <4 x i32>
  %w.body.60 = shl <4 x i32> %w.body.59, <i32 16, i32 16, i32 16, i32 16>
  %w.body.61 = bitcast <4 x i32> %w.body.60 to <4 x float>
  %w.body.62 = mul i64 7, %"sc"
  %w.body.63 = getelementptr i8, ptr %w.body.5, i64 %w.body.62
  %w.body.64 = load <4 x i16>, ptr %w.body.63, align 1
  %w.body.65 = zext <4 x i16> %w.body.64 to <4 x i32>
  %w.body.66 = shl <4 x i32> %w.body.65, <i32 16, i32 16, i32 16, i32 16>
  %w.body.67 = bitcast <4 x i32> %w.body.66 to <4 x float>
  %w.body.68 = shufflevector <4 x float> %w.body.49, <4 x float> %w.body.55, <4 x i32> <i32 0, i32 4, i32 2, i32 6>
  %w.body.69 = shufflevector <4 x float> %w.body.49, <4 x float> %w.body.55, <4 x i32> <i32 1, i32 5, i32 3, i32 7>
  %w.body.70 = shufflevector <4 x float> %w.body.61, <4 x float> %w.body.67, <4 x i32> <i32 0, i32 4, i32 2, i32 6>
  %w.body.71 = shufflevector <4 x float> %w.body.61, <4 x float> %w.body.67, <4 x i32> <i32 1, i32 5, i32 3, i32 7>
  %w.body.72 = shufflevector <4 x float> %w.body.68, <4 x float> %w.body.70, <4 x i32> <i32 0, i32 1, i32 4, i32 5>
  %w.body.73 = shufflevector <4 x float> %w.body.68, <4 x float> %w.body.70, <4 x i32> <i32 2, i32 3, i32 6, i32 7>
  %w.body.74 = shufflevector <4 x float> %w.body.69, <4 x float> %w.body.71, <4 x i32> <i32 0, i32 1, i32 4, i32 5>
  %w.body.75 = shufflevector <4 x float> %w.body.69, <4 x float> %w.body.71, <4 x i32> <i32 2, i32 3, i32 6, i32 7>
  %w.body.76 = shufflevector <4 x float> %w.body.72, <4 x float> %w.body.72, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %w.body.77 = getelementptr i8, ptr %w.body.7, i64 16
  store <4 x float> %w.body.76, ptr %w.body.77, align 1
  %w.body.78 = shufflevector <4 x float> %w.body.74, <4 x float> %w.body.74, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %w.body.79 = getelementptr i8, ptr %w.body.7, i64 48
  store <4 x float> %w.body.78, ptr %w.body.79, align 1
  %w.body.80 = shufflevector <4 x float> %w.body.73, <4 x float> %w.body.73, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %w.body.81 = getelementptr i8, ptr %w.body.7, i64 80
  store <4 x float> %w.body.80, ptr %w.body.81, align 1
  %w.body.82 = shufflevector <4 x float> %w.body.75, <4 x float> %w.body.75, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %w.body.83 = getelementptr i8, ptr %w.body.7, i64 112
  store <4 x float> %w.body.82, ptr %w.body.83, align 1
  %"w.next" = add i64 %"w", 4
  %w.body.84 = call i64 @"llvm.expect.i64"(i64 %"w.next", i64 0)
  %w.body.85 = icmp slt i64 %w.body.84, %"w1"
  br i1 %w.body.85, label %"w.body", label %"w.done"
w.done:
  br label %"tile.body.endif"
w.body.1:
  %"w.1" = phi  i64 [%"w0", %"tile.body.else"], [%w.body.1.57, %"w.body.1"]
  %w.body.1.1 = mul i64 %"w.1", %"sw"
  %w.body.1.2 = getelementptr i8, ptr %tile.body.2, i64 %w.body.1.1
  %w.body.1.3 = mul i64 %"w.1", 32
  %w.body.1.4 = getelementptr i8, ptr %tile.body.4, i64 %w.body.1.3
  %w.body.1.5 = load i16, ptr %w.body.1.2, align 1
  %w.body.1.6 = zext i16 %w.body.1.5 to i32
  %w.body.1.7 = shl i32 %w.body.1.6, 16
  %w.body.1.8 = bitcast i32 %w.body.1.7 to float
  store float %w.body.1.8, ptr %w.body.1.4, align 1
  %w.body.1.9 = getelementptr i8, ptr %w.body.1.2, i64 %"sc"
  %w.body.1.10 = load i16, ptr %w.body.1.9, align 1
  %w.body.1.11 = zext i16 %w.body.1.10 to i32
  %w.body.1.12 = shl i32 %w.body.1.11, 16
  %w.body.1.13 = bitcast i32 %w.body.1.12 to float
  %w.body.1.14 = getelementptr i8, ptr %w.body.1.4, i64 4
  store float %w.body.1.13, ptr %w.body.1.14, align 1
  %w.body.1.15 = mul i64 2, %"sc"
  %w.body.1.16 = getelementptr i8, ptr %w.body.1.2, i64 %w.body.1.15
  %w.body.1.17 = load i16, ptr %w.body.1.16, align 1
  %w.body.1.18 = zext i16 %w.body.1.17 to i32
  %w.body.1.19 = shl i32 %w.body.1.18, 16
  %w.body.1.20 = bitcast i32 %w.body.1.19 to float
  %w.body.1.21 = getelementptr i8, ptr %w.body.1.4, i64 8
  store float %w.body.1.20, ptr %w.body.1.21, align 1
  %w.body.1.22 = mul i64 3, %"sc"
  %w.body.1.23 = getelementptr i8, ptr %w.body.1.2, i64 %w.body.1.22
  %w.body.1.24 = load i16, ptr %w.body.1.23, align 1
  %w.body.1.25 = zext i16 %w.body.1.24 to i32
  %w.body.1.26 = shl i32 %w.body.1.25, 16
  %w.body.1.27 = bitcast i32 %w.body.1.26 to float
  %w.body.1.28 = getelementptr i8, ptr %w.body.1.4, i64 12
  store float %w.body.1.27, ptr %w.body.1.28, align 1
  %w.body.1.29 = mul i64 4, %"sc"
  %w.body.1.30 = getelementptr i8, ptr %w.body.1.2, i64 %w.body.1.29
  %w.body.1.31 = load i16, ptr %w.body.1.30, align 1
  %w.body.1.32 = zext i16 %w.body.1.31 to i32
  %w.body.1.33 = shl i32 %w.body.1.32, 16
  %w.body.1.34 = bitcast i32 %w.body.1.33 to float
  %w.body.1.35 = getelementptr i8, ptr %w.body.1.4, i64 16
  store float %w.body.1.34, ptr %w.body.1.35, align 1
  %w.body.1.36 = mul i64 5, %"sc"
  %w.body.1.37 = getelementptr i8, ptr %w.body.1.2, i64 %w.body.1.36
  %w.body.1.38 = load i16, ptr %w.body.1.37, align 1
  %w.body.1.39 = zext i16 %w.body.1.38 to i32
  %w.body.1.40 = shl i32 %w.body.1.39, 16
  %w.body.1.41 = bitcast i32 %w.body.1.40 to float
  %w.body.1.42 = getelementptr i8, ptr %w.body.1.4, i64 20
  store float %w.body.1.41, ptr %w.body.1.42, align 1
  %w.body.1.43 = mul i64 6, %"sc"
  %w.body.1.44 = getelementptr i8, ptr %w.body.1.2, i64 %w.body.1.43
  %w.body.1.45 = load i16, ptr %w.body.1.44, align 1
  %w.body.1.46 = zext i16 %w.body.1.45 to i32
  %w.body.1.47 = shl i32 %w.body.1.46, 16
  %w.body.1.48 = bitcast i32 %w.body.1.47 to float
  %w.body.1.49 = getelementptr i8, ptr %w.body.1.4, i64 24
  store float %w.body.1.48, ptr %w.body.1.49, align 1
  %w.body.1.50 = mul i64 7, %"sc"
  %w.body.1.51 = getelementptr i8, ptr %w.body.1.2, i64 %w.body.1.50
  %w.body.1.52 = load i16, ptr %w.body.1.51, align 1
  %w.body.1.53 = zext i16 %w.body.1.52 to i32
  %w.body.1.54 = shl i32 %w.body.1.53, 16
  %w.body.1.55 = bitcast i32 %w.body.1.54 to float
  %w.body.1.56 = getelementptr i8, ptr %w.body.1.4, i64 28
  store float %w.body.1.55, ptr %w.body.1.56, align 1
  %"w.next.1" = add i64 %"w.1", 1
  %w.body.1.57 = call i64 @"llvm.expect.i64"(i64 %"w.next.1", i64 0)
  %w.body.1.58 = icmp slt i64 %w.body.1.57, %"w1"
  br i1 %w.body.1.58, label %"w.body.1", label %"w.done.1"
w.done.1:
  br label %"tile.body.endif"
}

define void @"main"(ptr %"args", i64 %"task", i64 %"slot", i64 %"more") nounwind
{
entry:
  %"x" = load ptr, ptr %"args", align 1
  %entry.1 = getelementptr i8, ptr %"args", i64 8
  %"dy" = load ptr, ptr %entry.1, align 1
  %entry.2 = getelementptr i8, ptr %"args", i64 16
  %"out" = load ptr, ptr %entry.2, align 1
  %entry.3 = getelementptr i8, ptr %"args", i64 24
  %"partial" = load ptr, ptr %entry.3, align 1
  %entry.4 = getelementptr i8, ptr %"args", i64 32
  %"panels" = load ptr, ptr %entry.4, align 1
  %entry.5 = getelementptr i8, ptr %"args", i64 40
  %"xn" = load i64, ptr %entry.5, align 1
  %entry.6 = getelementptr i8, ptr %"args", i64 48
  %"xh" = load i64, ptr %entry.6, align 1
  %entry.7 = getelementptr i8, ptr %"args", i64 56
  %"xw" = load i64, ptr %entry.7, align 1
  %entry.8 = getelementptr i8, ptr %"args", i64 64
  %"xc" = load i64, ptr %entry.8, align 1
  %entry.9 = getelementptr i8, ptr %"args", i64 72
  %"dyn" = load i64, ptr %entry.9, align 1
  %entry.10 = getelementptr i8, ptr %"args", i64 80
  %"dyp" = load i64, ptr %entry.10, align 1
  %entry.11 = getelementptr i8, ptr %"args", i64 88
  %"dyq" = load i64, ptr %entry.11, align 1
  %entry.12 = getelementptr i8, ptr %"args", i64 96
  %"dyk" = load i64, ptr %entry.12, align 1
  %entry.13 = getelementptr i8, ptr %"args", i64 104
  %"old" = load ptr, ptr %entry.13, align 1
  %entry.14 = getelementptr i8, ptr %"args", i64 112
  %"panel_bytes" = load i64, ptr %entry.14, align 1
  %entry.15 = getelementptr i8, ptr %"args", i64 120
  %"sizes" = load ptr, ptr %entry.15, align 1
  %"n" = load i64, ptr %"sizes", align 1
  %entry.16 = getelementptr i8, ptr %"sizes", i64 8
  %"h" = load i64, ptr %entry.16, align 1
  %entry.17 = getelementptr i8, ptr %"sizes", i64 16
  %"w" = load i64, ptr %entry.17, align 1
  %entry.18 = getelementptr i8, ptr %"sizes", i64 24
  %"p" = load i64, ptr %entry.18, align 1
  %entry.19 = getelementptr i8, ptr %"sizes", i64 32
  %"q" = load i64, ptr %entry.19, align 1
  %entry.20 = getelementptr i8, ptr %"sizes", i64 40
  %"top" = load i64, ptr %entry.20, align 1
  %entry.21 = getelementptr i8, ptr %"sizes", i64 48
  %"left" = load i64, ptr %entry.21, align 1
  %entry.22 = getelementptr i8, ptr %"sizes", i64 56
  %"block.n" = load i64, ptr %entry.22, align 1
  %entry.23 = getelementptr i8, ptr %"sizes", i64 64
  %"block.p" = load i64, ptr %entry.23, align 1
  %entry.24 = getelementptr i8, ptr %"sizes", i64 72
  %"block.q" = load i64, ptr %entry.24, align 1
  %entry.25 = getelementptr i8, ptr %"sizes", i64 80
  %"blocks" = load i64, ptr %entry.25, align 1
  %entry.26 = getelementptr i8, ptr %"sizes", i64 88
  %"blocks.p" = load i64, ptr %entry.26, align 1
  %entry.27 = getelementptr i8, ptr %"sizes", i64 96
  %"blocks.q" = load i64, ptr %entry.27, align 1
  %entry.28 = getelementptr i8, ptr %"sizes", i64 104
  %"split" = load i64, ptr %entry.28, align 1
  %entry.29 = getelementptr i8, ptr %"sizes", i64 112
  %"x.image" = load i64, ptr %entry.29, align 1
  %entry.30 = getelementptr i8, ptr %"sizes", i64 120
  %"x.row" = load i64, ptr %entry.30, align 1
  %entry.31 = getelementptr i8, ptr %"sizes", i64 128
  %"dy.image" = load i64, ptr %entry.31, align 1
  %entry.32 = getelementptr i8, ptr %"sizes", i64 136
  %"dy.row" = load i64, ptr %entry.32, align 1
  %entry.33 = getelementptr i8, ptr %"sizes", i64 144
  %"x.vector" = load i64, ptr %entry.33, align 1
  %entry.34 = getelementptr i8, ptr %"sizes", i64 152
  %"dy.vector" = load i64, ptr %entry.34, align 1
  %entry.35 = getelementptr i8, ptr %"sizes", i64 160
  %"bytes.x" = load i64, ptr %entry.35, align 1
  %entry.36 = getelementptr i8, ptr %"sizes", i64 168
  %"acc" = load i64, ptr %entry.36, align 1
  %entry.37 = getelementptr i8, ptr %"sizes", i64 176
  %"full.start" = load i64, ptr %entry.37, align 1
  %entry.38 = getelementptr i8, ptr %"sizes", i64 184
  %"full.stop" = load i64, ptr %entry.38, align 1
  %entry.39 = getelementptr i8, ptr %"sizes", i64 192
  %"start0" = load i64, ptr %entry.39, align 1
  %entry.40 = getelementptr i8, ptr %"sizes", i64 200
  %"stop0" = load i64, ptr %entry.40, align 1
  %entry.41 = getelementptr i8, ptr %"sizes", i64 208
  %"start1" = load i64, ptr %entry.41, align 1
  %entry.42 = getelementptr i8, ptr %"sizes", i64 216
  %"stop1" = load i64, ptr %entry.42, align 1
  %entry.43 = getelementptr i8, ptr %"sizes", i64 224
  %"pack_x.height" = load i64, ptr %entry.43, align 1
  %entry.44 = getelementptr i8, ptr %"sizes", i64 232
  %"pack_x.width" = load i64, ptr %entry.44, align 1
  %entry.45 = getelementptr i8, ptr %"sizes", i64 240
  %"pack_x.start0" = load i64, ptr %entry.45, align 1
  %entry.46 = getelementptr i8, ptr %"sizes", i64 248
  %"pack_x.stride0" = load i64, ptr %entry.46, align 1
  %entry.47 = getelementptr i8, ptr %"sizes", i64 256
  %"pack_dy.height" = load i64, ptr %entry.47, align 1
  %entry.48 = getelementptr i8, ptr %"sizes", i64 264
  %"pack_dy.width" = load i64, ptr %entry.48, align 1
  %entry.49 = getelementptr i8, ptr %"sizes", i64 272
  %"pack_dy.start0" = load i64, ptr %entry.49, align 1
  %entry.50 = getelementptr i8, ptr %"sizes", i64 280
  %"pack_dy.stride0" = load i64, ptr %entry.50, align 1
  %entry.51 = getelementptr i8, ptr %"sizes", i64 288
  %"next.x.channels" = load i64, ptr %entry.51, align 1
  %entry.52 = getelementptr i8, ptr %"sizes", i64 296
  %"next.x.lines" = load i64, ptr %entry.52, align 1
  %entry.53 = getelementptr i8, ptr %"sizes", i64 304
  %"next.x.share" = load i64, ptr %entry.53, align 1
  %entry.54 = getelementptr i8, ptr %"sizes", i64 312
  %"next.dy.channels" = load i64, ptr %entry.54, align 1
  %entry.55 = getelementptr i8, ptr %"sizes", i64 320
  %"next.dy.lines" = load i64, ptr %entry.55, align 1
  %entry.56 = getelementptr i8, ptr %"sizes", i64 328
  %"next.dy.share" = load i64, ptr %entry.56, align 1
  %entry.57 = udiv i64 %"task", 2
  %entry.58 = mul i64 %entry.57, 2
  %entry.59 = sub i64 %"task", %entry.58
  %entry.60 = mul i64 %entry.59, 2
  %entry.61 = udiv i64 %entry.60, 2
  %entry.62 = mul i64 %entry.61, 2
  %entry.63 = sub i64 %entry.60, %entry.62
  %entry.64 = add i64 %entry.59, 1
  %entry.65 = mul i64 %entry.64, 2
  %entry.66 = udiv i64 %entry.65, 2
  %entry.67 = mul i64 %entry.66, 2
  %entry.68 = sub i64 %entry.65, %entry.67
  %entry.69 = add i64 %"task", 1
  %entry.70 = udiv i64 %entry.69, 2
  %entry.71 = mul i64 %entry.70, 2
  %entry.72 = sub i64 %entry.69, %entry.71
  %entry.73 = mul i64 %entry.72, 2
  %entry.74 = udiv i64 %entry.73, 2
  %entry.75 = mul i64 %entry.74, 2
  %entry.76 = sub i64 %entry.73, %entry.75
  %entry.77 = add i64 %entry.72, 1
  %entry.78 = mul i64 %entry.77, 2
  %entry.79 = udiv i64 %entry.78, 2
  %entry.80 = mul i64 %entry.79, 2
  %entry.81 = sub i64 %entry.78, %entry.80
  %entry.82 = mul i64 %entry.61, 8
  %entry.83 = sub i64 8, %entry.82
  %entry.84 = mul i64 %entry.57, 1152
  %entry.85 = getelementptr i8, ptr %"partial", i64 %entry.84
  %entry.86 = mul i64 %entry.82, 4
  %entry.87 = getelementptr i8, ptr %entry.85, i64 %entry.86
  %entry.88 = mul i64 %"slot", %"panel_bytes"
  %entry.89 = getelementptr i8, ptr %"panels", i64 %entry.88
  %entry.90 = getelementptr i8, ptr %entry.89, i64 %"bytes.x"
  %entry.91 = getelementptr i8, ptr %entry.89, i64 %"acc"
  %entry.92 = icmp slt i64 0, 18
  br i1 %entry.92, label %"clear.body", label %"clear.done"
clear.body:
  %"clear" = phi  i64 [0, %"entry"], [%clear.body.3, %"clear.body"]
  %clear.body.1 = mul i64 %"clear", 32
  %clear.body.2 = getelementptr i8, ptr %entry.91, i64 %clear.body.1
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %clear.body.2, align 1
  %"clear.next" = add i64 %"clear", 1
  %clear.body.3 = call i64 @"llvm.expect.i64"(i64 %"clear.next", i64 0)
  %clear.body.4 = icmp slt i64 %clear.body.3, 18
  br i1 %clear.body.4, label %"clear.body", label %"clear.done"
clear.done:
  %clear.done.1 = mul i64 %entry.57, %"blocks"
  %clear.done.2 = udiv i64 %clear.done.1, %"split"
  %clear.done.3 = mul i64 %clear.done.2, %"split"
  %clear.done.4 = sub i64 %clear.done.1, %clear.done.3
  %clear.done.5 = add i64 %entry.57, 1
  %clear.done.6 = mul i64 %clear.done.5, %"blocks"
  %clear.done.7 = udiv i64 %clear.done.6, %"split"
  %clear.done.8 = mul i64 %clear.done.7, %"split"
  %clear.done.9 = sub i64 %clear.done.6, %clear.done.8
  %clear.done.10 = mul i64 %entry.70, %"blocks"
  %clear.done.11 = udiv i64 %clear.done.10, %"split"
  %clear.done.12 = mul i64 %clear.done.11, %"split"
  %clear.done.13 = sub i64 %clear.done.10, %clear.done.12
  %clear.done.14 = add i64 %entry.70, 1
  %clear.done.15 = mul i64 %clear.done.14, %"blocks"
  %clear.done.16 = udiv i64 %clear.done.15, %"split"
  %clear.done.17 = mul i64 %clear.done.16, %"split"
  %clear.done.18 = sub i64 %clear.done.15, %clear.done.17
  %clear.done.19 = icmp slt i64 %clear.done.2, %clear.done.7
  br i1 %clear.done.19, label %"block.body", label %"block.done"
block.body:
  %"block" = phi  i64 [%clear.done.2, %"clear.done"], [%n.done.4, %"n.done"]
  %block.body.1 = add i64 %"block", 1
  %block.body.2 = icmp eq i64 %block.body.1, %clear.done.7
  %block.body.3 = select  i1 %block.body.2, i64 %clear.done.11, i64 %block.body.1
  %block.body.4 = udiv i64 %block.body.3, %"blocks.p"
  %block.body.5 = mul i64 %block.body.4, %"blocks.p"
  %block.body.6 = sub i64 %block.body.3, %block.body.5
  %block.body.7 = udiv i64 %block.body.4, %"blocks.q"
  %block.body.8 = mul i64 %block.body.7, %"blocks.q"
  %block.body.9 = sub i64 %block.body.4, %block.body.8
  %block.body.10 = mul i64 %block.body.7, %"block.n"
  %block.body.11 = mul i64 %block.body.6, %"block.p"
  %block.body.12 = mul i64 %block.body.9, %"block.q"
  %block.body.13 = select  i1 %block.body.2, i64 %entry.74, i64 %entry.61
  %block.body.14 = icmp eq i64 %"more", 0
  %block.body.15 = and i1 %block.body.2, %block.body.14
  %block.body.16 = udiv i64 %"block", %"blocks.p"
  %block.body.17 = mul i64 %block.body.16, %"blocks.p"
  %block.body.18 = sub i64 %"block", %block.body.17
  %block.body.19 = udiv i64 %block.body.16, %"blocks.q"
  %block.body.20 = mul i64 %block.body.19, %"blocks.q"
  %block.body.21 = sub i64 %block.body.16, %block.body.20
  %block.body.22 = mul i64 %block.body.19, %"block.n"
  %block.body.23 = mul i64 %block.body.18, %"block.p"
  %block.body.24 = mul i64 %block.body.21, %"block.q"
  %block.body.25 = add i64 %block.body.22, %"block.n"
  %block.body.26 = icmp slt i64 %"n", %block.body.25
  %block.body.27 = select  i1 %block.body.26, i64 %"n", i64 %block.body.25
  %block.body.28 = add i64 %block.body.23, %"block.p"
  %block.body.29 = icmp slt i64 %"p", %block.body.28
  %block.body.30 = select  i1 %block.body.29, i64 %"p", i64 %block.body.28
  %block.body.31 = add i64 %block.body.24, %"block.q"
  %block.body.32 = icmp slt i64 %"q", %block.body.31
  %block.body.33 = select  i1 %block.body.32, i64 %"q", i64 %block.body.31
  %block.body.34 = sub i64 %block.body.27, %block.body.22
  %block.body.35 = sub i64 %block.body.30, %block.body.23
  %block.body.36 = sub i64 %block.body.33, %block.body.24
  %block.body.37 = mul i64 %"top", -1
  %block.body.38 = add i64 %block.body.23, %block.body.37
  %block.body.39 = mul i64 %"left", -1
  %block.body.40 = add i64 %block.body.24, %block.body.39
  %block.body.41 = add i64 %block.body.35, 2
  %block.body.42 = sub i64 0, %block.body.38
  %block.body.43 = icmp sgt i64 0, %block.body.42
  %block.body.44 = select  i1 %block.body.43, i64 0, i64 %block.body.42
  %block.body.45 = icmp slt i64 %block.body.41, %block.body.44
  %block.body.46 = select  i1 %block.body.45, i64 %block.body.41, i64 %block.body.44
  %block.body.47 = sub i64 %"h", %block.body.38
  %block.body.48 = icmp slt i64 %block.body.41, %block.body.47
  %block.body.49 = select  i1 %block.body.48, i64 %block.body.41, i64 %block.body.47
  %block.body.50 = icmp sgt i64 %block.body.46, %block.body.49
  %block.body.51 = select  i1 %block.body.50, i64 %block.body.46, i64 %block.body.49
  %block.body.52 = add i64 %block.body.36, 2
  %block.body.53 = sub i64 0, %block.body.40
  %block.body.54 = icmp sgt i64 0, %block.body.53
  %block.body.55 = select  i1 %block.body.54, i64 0, i64 %block.body.53
  %block.body.56 = icmp slt i64 %block.body.52, %block.body.55
  %block.body.57 = select  i1 %block.body.56, i64 %block.body.52, i64 %block.body.55
  %block.body.58 = sub i64 %"w", %block.body.40
  %block.body.59 = icmp slt i64 %block.body.52, %block.body.58
  %block.body.60 = select  i1 %block.body.59, i64 %block.body.52, i64 %block.body.58
  %block.body.61 = icmp sgt i64 %block.body.57, %block.body.60
  %block.body.62 = select  i1 %block.body.61, i64 %block.body.57, i64 %block.body.60
  %block.body.63 = add i64 %entry.66, -1
  %block.body.64 = mul i64 %block.body.22, %"xn"
  %block.body.65 = mul i64 %block.body.38, %"xh"
  %block.body.66 = add i64 %block.body.64, %block.body.65
  %block.body.67 = mul i64 %block.body.40, %"xw"
  %block.body.68 = add i64 %block.body.66, %block.body.67
  %block.body.69 = getelementptr i8, ptr %"x", i64 %block.body.68
  %block.body.70 = add i64 %block.body.63, 1
  %block.body.71 = icmp sgt i64 %entry.61, 0
  %block.body.72 = select  i1 %block.body.71, i64 %entry.61, i64 0
  %block.body.73 = icmp slt i64 %block.body.70, 2
  %block.body.74 = select  i1 %block.body.73, i64 %block.body.70, i64 2
  %block.body.75 = sub i64 %block.body.74, %block.body.72
  %block.body.76 = mul i64 %block.body.72, 8
  %block.body.77 = mul i64 %block.body.76, %"xc"
  %block.body.78 = getelementptr i8, ptr %block.body.69, i64 %block.body.77
  %block.body.79 = sub i64 %block.body.72, %entry.61
  %block.body.80 = mul i64 %block.body.79, %"pack_x.stride0"
  %block.body.81 = getelementptr i8, ptr %entry.89, i64 %block.body.80
  call void @"pack_x_0"(ptr %block.body.78, ptr %block.body.81, i64 %block.body.34, i64 %block.body.46, i64 %block.body.51, i64 %block.body.57, i64 %block.body.62, i64 %block.body.75, i64 %"xn", i64 %"xh", i64 %"xw", i64 %"xc", i64 %"pack_x.height", i64 %"pack_x.width", i64 %"pack_x.stride0")
  %block.body.82 = mul i64 %block.body.22, %"dyn"
  %block.body.83 = mul i64 %block.body.23, %"dyp"
  %block.body.84 = add i64 %block.body.82, %block.body.83
  %block.body.85 = mul i64 %block.body.24, %"dyq"
  %block.body.86 = add i64 %block.body.84, %block.body.85
  %block.body.87 = getelementptr i8, ptr %"dy", i64 %block.body.86
  %block.body.88 = icmp sgt i64 %entry.61, 0
  %block.body.89 = select  i1 %block.body.88, i64 %entry.61, i64 0
  %block.body.90 = icmp slt i64 %entry.66, 2
  %block.body.91 = select  i1 %block.body.90, i64 %entry.66, i64 2
  %block.body.92 = sub i64 %block.body.91, %block.body.89
  %block.body.93 = mul i64 %block.body.89, 8
  %block.body.94 = mul i64 %block.body.93, %"dyk"
  %block.body.95 = getelementptr i8, ptr %block.body.87, i64 %block.body.94
  %block.body.96 = sub i64 %block.body.89, %entry.61
  %block.body.97 = mul i64 %block.body.96, %"pack_dy.stride0"
  %block.body.98 = getelementptr i8, ptr %entry.90, i64 %block.body.97
  call void @"pack_dy_0"(ptr %block.body.95, ptr %block.body.98, i64 %block.body.34, i64 0, i64 %block.body.35, i64 0, i64 %block.body.36, i64 %block.body.92, i64 %"dyn", i64 %"dyp", i64 %"dyq", i64 %"dyk", i64 %"pack_dy.height", i64 %"pack_dy.width", i64 %"pack_dy.stride0")
  %block.body.99 = mul i64 %block.body.23, %"x.row"
  %block.body.100 = mul i64 %block.body.24, 32
  %block.body.101 = add i64 %block.body.99, %block.body.100
  %block.body.102 = sub i64 0, %block.body.101
  %block.body.103 = getelementptr i8, ptr %entry.89, i64 %block.body.102
  %block.body.104 = mul i64 %block.body.23, %"dy.row"
  %block.body.105 = mul i64 %block.body.24, 32
  %block.body.106 = add i64 %block.body.104, %block.body.105
  %block.body.107 = sub i64 0, %block.body.106
  %block.body.108 = getelementptr i8, ptr %entry.90, i64 %block.body.107
  %block.body.109 = icmp slt i64 0, %block.body.34
  br i1 %block.body.109, label %"n.body", label %"n.done"
block.done:
  ret void
n.body:
  %"n.1" = phi  i64 [0, %"block.body"], [%p.done.1, %"p.done"]
  %n.body.1 = icmp slt i64 %block.body.23, %block.body.30
  br i1 %n.body.1, label %"p.body", label %"p.done"
n.done:
  %n.done.1 = icmp eq i64 %entry.66, 2
  %n.done.2 = sub i64 %entry.66, %entry.61
  %n.done.3 = icmp eq i64 %"block", %clear.done.2
  call void @"flush"(ptr %entry.91, ptr %entry.87, i1 %n.done.3, i64 %n.done.2, i1 %n.done.1)
  %"block.next" = add i64 %"block", 1
  %n.done.4 = call i64 @"llvm.expect.i64"(i64 %"block.next", i64 0)
  %n.done.5 = icmp slt i64 %n.done.4, %clear.done.7
  br i1 %n.done.5, label %"block.body", label %"block.done"
p.body:
  %"p.1" = phi  i64 [%block.body.23, %"n.body"], [%ahead.done.1.20, %"ahead.done.1"]
  %p.body.1 = sub i64 %"p.1", %block.body.23
  %p.body.2 = add i64 %block.body.10, %"n.1"
  %p.body.3 = mul i64 %block.body.13, 8
  %p.body.4 = udiv i64 %p.body.3, 2
  %p.body.5 = mul i64 %p.body.4, 2
  %p.body.6 = sub i64 %p.body.3, %p.body.5
  %p.body.7 = mul i64 %p.body.4, 2
  %p.body.8 = mul i64 %"top", -1
  %p.body.9 = add i64 %block.body.11, %p.body.8
  %p.body.10 = icmp sgt i64 0, %p.body.9
  %p.body.11 = select  i1 %p.body.10, i64 0, i64 %p.body.9
  %p.body.12 = mul i64 %p.body.2, %"xn"
  %p.body.13 = mul i64 %p.body.11, %"xh"
  %p.body.14 = add i64 %p.body.12, %p.body.13
  %p.body.15 = mul i64 %p.body.7, %"xc"
  %p.body.16 = add i64 %p.body.14, %p.body.15
  %p.body.17 = getelementptr i8, ptr %"x", i64 %p.body.16
  %p.body.18 = mul i64 %p.body.1, %"next.x.share"
  %p.body.19 = add i64 %p.body.18, %"next.x.share"
  %p.body.20 = icmp slt i64 %"next.x.channels", %p.body.19
  %p.body.21 = select  i1 %p.body.20, i64 %"next.x.channels", i64 %p.body.19
  %p.body.22 = select  i1 %block.body.15, i64 0, i64 %p.body.21
  %p.body.23 = icmp slt i64 %p.body.18, %p.body.22
  br i1 %p.body.23, label %"ahead.body", label %"ahead.done"
p.done:
  %"n.next" = add i64 %"n.1", 1
  %p.done.1 = call i64 @"llvm.expect.i64"(i64 %"n.next", i64 0)
  %p.done.2 = icmp slt i64 %p.done.1, %block.body.34
  br i1 %p.done.2, label %"n.body", label %"n.done"
ahead.body:
  %"ahead" = phi  i64 [%p.body.18, %"p.body"], [%line.done.1, %"line.done"]
  %ahead.body.1 = mul i64 %"ahead", %"xc"
  %ahead.body.2 = getelementptr i8, ptr %p.body.17, i64 %ahead.body.1
  %ahead.body.3 = icmp slt i64 0, %"next.x.lines"
  br i1 %ahead.body.3, label %"line.body", label %"line.done"
ahead.done:
  %ahead.done.1 = mul i64 %p.body.2, %"dyn"
  %ahead.done.2 = mul i64 %block.body.11, %"dyp"
  %ahead.done.3 = add i64 %ahead.done.1, %ahead.done.2
  %ahead.done.4 = mul i64 %p.body.3, %"dyk"
  %ahead.done.5 = add i64 %ahead.done.3, %ahead.done.4
  %ahead.done.6 = getelementptr i8, ptr %"dy", i64 %ahead.done.5
  %ahead.done.7 = mul i64 %p.body.1, %"next.dy.share"
  %ahead.done.8 = add i64 %ahead.done.7, %"next.dy.share"
  %ahead.done.9 = icmp slt i64 %"next.dy.channels", %ahead.done.8
  %ahead.done.10 = select  i1 %ahead.done.9, i64 %"next.dy.channels", i64 %ahead.done.8
  %ahead.done.11 = select  i1 %block.body.15, i64 0, i64 %ahead.done.10
  %ahead.done.12 = icmp slt i64 %ahead.done.7, %ahead.done.11
  br i1 %ahead.done.12, label %"ahead.body.1", label %"ahead.done.1"
line.body:
  %"line" = phi  i64 [0, %"ahead.body"], [%line.body.3, %"line.body"]
  %line.body.1 = mul i64 %"line", 64
  %line.body.2 = getelementptr i8, ptr %ahead.body.2, i64 %line.body.1
  call void @"llvm.prefetch.p0"(ptr %line.body.2, i32 0, i32 2, i32 1)
  %"line.next" = add i64 %"line", 1
  %line.body.3 = call i64 @"llvm.expect.i64"(i64 %"line.next", i64 0)
  %line.body.4 = icmp slt i64 %line.body.3, %"next.x.lines"
  br i1 %line.body.4, label %"line.body", label %"line.done"
line.done:
  %"ahead.next" = add i64 %"ahead", 1
  %line.done.1 = call i64 @"llvm.expect.i64"(i64 %"ahead.next", i64 0)
  %line.done.2 = icmp slt i64 %line.done.1, %p.body.22
  br i1 %line.done.2, label %"ahead.body", label %"ahead.done"
ahead.body.1:
  %"ahead.1" = phi  i64 [%ahead.done.7, %"ahead.done"], [%line.done.1.1, %"line.done.1"]
  %ahead.body.1.1 = mul i64 %"ahead.1", %"dyk"
  %ahead.body.1.2 = getelementptr i8, ptr %ahead.done.6, i64 %ahead.body.1.1
  %ahead.body.1.3 = icmp slt i64 0, %"next.dy.lines"
  br i1 %ahead.body.1.3, label %"line.body.1", label %"line.done.1"
ahead.done.1:
  %ahead.done.1.1 = mul i64 %"n.1", %"dy.image"
  %ahead.done.1.2 = mul i64 %"p.1", %"dy.row"
  %ahead.done.1.3 = add i64 %ahead.done.1.1, %ahead.done.1.2
  %ahead.done.1.4 = getelementptr i8, ptr %block.body.108, i64 %ahead.done.1.3
  %ahead.done.1.5 = mul i64 %"n.1", %"x.image"
  %ahead.done.1.6 = mul i64 %"p.1", %"x.row"
  %ahead.done.1.7 = add i64 %ahead.done.1.5, %ahead.done.1.6
  %ahead.done.1.8 = getelementptr i8, ptr %block.body.103, i64 %ahead.done.1.7
  %ahead.done.1.9 = mul i64 %"top", -1
  %ahead.done.1.10 = add i64 %"p.1", %ahead.done.1.9
  %ahead.done.1.11 = sub i64 0, %ahead.done.1.10
  %ahead.done.1.12 = icmp sgt i64 0, %ahead.done.1.11
  %ahead.done.1.13 = select  i1 %ahead.done.1.12, i64 0, i64 %ahead.done.1.11
  %ahead.done.1.14 = add i64 %"h", -1
  %ahead.done.1.15 = sub i64 %ahead.done.1.14, %ahead.done.1.10
  %ahead.done.1.16 = add i64 %ahead.done.1.15, 1
  %ahead.done.1.17 = icmp slt i64 3, %ahead.done.1.16
  %ahead.done.1.18 = select  i1 %ahead.done.1.17, i64 3, i64 %ahead.done.1.16
  %ahead.done.1.19 = sub i64 %entry.66, %entry.61
  call void @"tile_1x3"(ptr %ahead.done.1.8, ptr %ahead.done.1.4, ptr %entry.91, i64 %ahead.done.1.19, i64 %entry.83, i64 %ahead.done.1.13, i64 %ahead.done.1.18, i64 %block.body.24, i64 %block.body.33, ptr %"sizes")
  %"p.next" = add i64 %"p.1", 1
  %ahead.done.1.20 = call i64 @"llvm.expect.i64"(i64 %"p.next", i64 0)
  %ahead.done.1.21 = icmp slt i64 %ahead.done.1.20, %block.body.30
  br i1 %ahead.done.1.21, label %"p.body", label %"p.done"
line.body.1:
  %"line.1" = phi  i64 [0, %"ahead.body.1"], [%line.body.1.3, %"line.body.1"]
  %line.body.1.1 = mul i64 %"line.1", 64
  %line.body.1.2 = getelementptr i8, ptr %ahead.body.1.2, i64 %line.body.1.1
  call void @"llvm.prefetch.p0"(ptr %line.body.1.2, i32 0, i32 2, i32 1)
  %"line.next.1" = add i64 %"line.1", 1
  %line.body.1.3 = call i64 @"llvm.expect.i64"(i64 %"line.next.1", i64 0)
  %line.body.1.4 = icmp slt i64 %line.body.1.3, %"next.dy.lines"
  br i1 %line.body.1.4, label %"line.body.1", label %"line.done.1"
line.done.1:
  %"ahead.next.1" = add i64 %"ahead.1", 1
  %line.done.1.1 = call i64 @"llvm.expect.i64"(i64 %"ahead.next.1", i64 0)
  %line.done.1.2 = icmp slt i64 %line.done.1.1, %ahead.done.11
  br i1 %line.done.1.2, label %"ahead.body.1", label %"ahead.done.1"
}

declare void @"llvm.prefetch.p0"(ptr %.1, i32 %.2, i32 %.3, i32 %.4)

define void @"finish"(ptr %"args", i64 %"task", i64 %"slot", i64 %"more") nounwind
{
entry:
  %"x" = load ptr, ptr %"args", align 1
  %entry.1 = getelementptr i8, ptr %"args", i64 8
  %"dy" = load ptr, ptr %entry.1, align 1
  %entry.2 = getelementptr i8, ptr %"args", i64 16
  %"out" = load ptr, ptr %entry.2, align 1
  %entry.3 = getelementptr i8, ptr %"args", i64 24
  %"partial" = load ptr, ptr %entry.3, align 1
  %entry.4 = getelementptr i8, ptr %"args", i64 32
  %"panels" = load ptr, ptr %entry.4, align 1
  %entry.5 = getelementptr i8, ptr %"args", i64 40
  %"xn" = load i64, ptr %entry.5, align 1
  %entry.6 = getelementptr i8, ptr %"args", i64 48
  %"xh" = load i64, ptr %entry.6, align 1
  %entry.7 = getelementptr i8, ptr %"args", i64 56
  %"xw" = load i64, ptr %entry.7, align 1
  %entry.8 = getelementptr i8, ptr %"args", i64 64
  %"xc" = load i64, ptr %entry.8, align 1
  %entry.9 = getelementptr i8, ptr %"args", i64 72
  %"dyn" = load i64, ptr %entry.9, align 1
  %entry.10 = getelementptr i8, ptr %"args", i64 80
  %"dyp" = load i64, ptr %entry.10, align 1
  %entry.11 = getelementptr i8, ptr %"args", i64 88
  %"dyq" = load i64, ptr %entry.11, align 1
  %entry.12 = getelementptr i8, ptr %"args", i64 96
  %"dyk" = load i64, ptr %entry.12, align 1
  %entry.13 = getelementptr i8, ptr %"args", i64 104
  %"old" = load ptr, ptr %entry.13, align 1
  %entry.14 = getelementptr i8, ptr %"args", i64 112
  %"panel_bytes" = load i64, ptr %entry.14, align 1
  %entry.15 = getelementptr i8, ptr %"args", i64 120
  %"sizes" = load ptr, ptr %entry.15, align 1
  %entry.16 = ptrtoint ptr %"old" to i64
  %entry.17 = icmp ne i64 %entry.16, 0
  %entry.18 = mul i64 %"task", 18
  %entry.19 = add i64 %"task", 1
  %entry.20 = mul i64 %entry.19, 18
  %"n" = load i64, ptr %"sizes", align 1
  %entry.21 = getelementptr i8, ptr %"sizes", i64 8
  %"h" = load i64, ptr %entry.21, align 1
  %entry.22 = getelementptr i8, ptr %"sizes", i64 16
  %"w" = load i64, ptr %entry.22, align 1
  %entry.23 = getelementptr i8, ptr %"sizes", i64 24
  %"p" = load i64, ptr %entry.23, align 1
  %entry.24 = getelementptr i8, ptr %"sizes", i64 32
  %"q" = load i64, ptr %entry.24, align 1
  %entry.25 = getelementptr i8, ptr %"sizes", i64 40
  %"top" = load i64, ptr %entry.25, align 1
  %entry.26 = getelementptr i8, ptr %"sizes", i64 48
  %"left" = load i64, ptr %entry.26, align 1
  %entry.27 = getelementptr i8, ptr %"sizes", i64 56
  %"block.n" = load i64, ptr %entry.27, align 1
  %entry.28 = getelementptr i8, ptr %"sizes", i64 64
  %"block.p" = load i64, ptr %entry.28, align 1
  %entry.29 = getelementptr i8, ptr %"sizes", i64 72
  %"block.q" = load i64, ptr %entry.29, align 1
  %entry.30 = getelementptr i8, ptr %"sizes", i64 80
  %"blocks" = load i64, ptr %entry.30, align 1
  %entry.31 = getelementptr i8, ptr %"sizes", i64 88
  %"blocks.p" = load i64, ptr %entry.31, align 1
  %entry.32 = getelementptr i8, ptr %"sizes", i64 96
  %"blocks.q" = load i64, ptr %entry.32, align 1
  %entry.33 = getelementptr i8, ptr %"sizes", i64 104
  %"split" = load i64, ptr %entry.33, align 1
  %entry.34 = getelementptr i8, ptr %"sizes", i64 112
  %"x.image" = load i64, ptr %entry.34, align 1
  %entry.35 = getelementptr i8, ptr %"sizes", i64 120
  %"x.row" = load i64, ptr %entry.35, align 1
  %entry.36 = getelementptr i8, ptr %"sizes", i64 128
  %"dy.image" = load i64, ptr %entry.36, align 1
  %entry.37 = getelementptr i8, ptr %"sizes", i64 136
  %"dy.row" = load i64, ptr %entry.37, align 1
  %entry.38 = getelementptr i8, ptr %"sizes", i64 144
  %"x.vector" = load i64, ptr %entry.38, align 1
  %entry.39 = getelementptr i8, ptr %"sizes", i64 152
  %"dy.vector" = load i64, ptr %entry.39, align 1
  %entry.40 = getelementptr i8, ptr %"sizes", i64 160
  %"bytes.x" = load i64, ptr %entry.40, align 1
  %entry.41 = getelementptr i8, ptr %"sizes", i64 168
  %"acc" = load i64, ptr %entry.41, align 1
  %entry.42 = getelementptr i8, ptr %"sizes", i64 176
  %"full.start" = load i64, ptr %entry.42, align 1
  %entry.43 = getelementptr i8, ptr %"sizes", i64 184
  %"full.stop" = load i64, ptr %entry.43, align 1
  %entry.44 = getelementptr i8, ptr %"sizes", i64 192
  %"start0" = load i64, ptr %entry.44, align 1
  %entry.45 = getelementptr i8, ptr %"sizes", i64 200
  %"stop0" = load i64, ptr %entry.45, align 1
  %entry.46 = getelementptr i8, ptr %"sizes", i64 208
  %"start1" = load i64, ptr %entry.46, align 1
  %entry.47 = getelementptr i8, ptr %"sizes", i64 216
  %"stop1" = load i64, ptr %entry.47, align 1
  %entry.48 = getelementptr i8, ptr %"sizes", i64 224
  %"pack_x.height" = load i64, ptr %entry.48, align 1
  %entry.49 = getelementptr i8, ptr %"sizes", i64 232
  %"pack_x.width" = load i64, ptr %entry.49, align 1
  %entry.50 = getelementptr i8, ptr %"sizes", i64 240
  %"pack_x.start0" = load i64, ptr %entry.50, align 1
  %entry.51 = getelementptr i8, ptr %"sizes", i64 248
  %"pack_x.stride0" = load i64, ptr %entry.51, align 1
  %entry.52 = getelementptr i8, ptr %"sizes", i64 256
  %"pack_dy.height" = load i64, ptr %entry.52, align 1
  %entry.53 = getelementptr i8, ptr %"sizes", i64 264
  %"pack_dy.width" = load i64, ptr %entry.53, align 1
  %entry.54 = getelementptr i8, ptr %"sizes", i64 272
  %"pack_dy.start0" = load i64, ptr %entry.54, align 1
  %entry.55 = getelementptr i8, ptr %"sizes", i64 280
  %"pack_dy.stride0" = load i64, ptr %entry.55, align 1
  %entry.56 = getelementptr i8, ptr %"sizes", i64 288
  %"next.x.channels" = load i64, ptr %entry.56, align 1
  %entry.57 = getelementptr i8, ptr %"sizes", i64 296
  %"next.x.lines" = load i64, ptr %entry.57, align 1
  %entry.58 = getelementptr i8, ptr %"sizes", i64 304
  %"next.x.share" = load i64, ptr %entry.58, align 1
  %entry.59 = getelementptr i8, ptr %"sizes", i64 312
  %"next.dy.channels" = load i64, ptr %entry.59, align 1
  %entry.60 = getelementptr i8, ptr %"sizes", i64 320
  %"next.dy.lines" = load i64, ptr %entry.60, align 1
  %entry.61 = getelementptr i8, ptr %"sizes", i64 328
  %"next.dy.share" = load i64, ptr %entry.61, align 1
  %entry.62 = icmp slt i64 %entry.18, %entry.20
  %entry.63 = alloca <8 x float>
  %entry.64 = alloca <8 x float>
  br i1 %entry.62, label %"row.body", label %"row.done"
row.body:
  %"row" = phi  i64 [%entry.18, %"entry"], [%k.done.1, %"k.done"]
  %row.body.1 = mul i64 %"row", 16
  %row.body.2 = icmp slt i64 0, 16
  br i1 %row.body.2, label %"k.body", label %"k.done"
row.done:
  ret void
k.body:
  %"k" = phi  i64 [0, %"row.body"], [%split.done.endif.15, %"split.done.endif"]
  %k.body.1 = add i64 %row.body.1, %"k"
  %k.body.2 = mul i64 %k.body.1, 4
  %k.body.3 = getelementptr i8, ptr %"partial", i64 %k.body.2
  %k.body.4 = load <8 x float>, ptr %k.body.3, align 1
  store <8 x float> %k.body.4, <8 x float>* %entry.63
  %k.body.5 = icmp slt i64 1, %"split"
  br i1 %k.body.5, label %"split.body", label %"split.done"
k.done:
  %"row.next" = add i64 %"row", 1
  %k.done.1 = call i64 @"llvm.expect.i64"(i64 %"row.next", i64 0)
  %k.done.2 = icmp slt i64 %k.done.1, %entry.20
  br i1 %k.done.2, label %"row.body", label %"row.done"
split.body:
  %"split.1" = phi  i64 [1, %"k.body"], [%split.body.8, %"split.body"]
  %split.body.1 = load <8 x float>, <8 x float>* %entry.63
  %split.body.2 = mul i64 %"split.1", 1152
  %split.body.3 = mul i64 %k.body.1, 4
  %split.body.4 = add i64 %split.body.2, %split.body.3
  %split.body.5 = getelementptr i8, ptr %"partial", i64 %split.body.4
  %split.body.6 = load <8 x float>, ptr %split.body.5, align 1
  %split.body.7 = fadd <8 x float> %split.body.1, %split.body.6
  store <8 x float> %split.body.7, <8 x float>* %entry.63
  %"split.next" = add i64 %"split.1", 1
  %split.body.8 = call i64 @"llvm.expect.i64"(i64 %"split.next", i64 0)
  %split.body.9 = icmp slt i64 %split.body.8, %"split"
  br i1 %split.body.9, label %"split.body", label %"split.done"
split.done:
  %split.done.1 = load <8 x float>, <8 x float>* %entry.63
  store <8 x float> %split.done.1, <8 x float>* %entry.64
  br i1 %entry.17, label %"split.done.if", label %"split.done.endif"
split.done.if:
  %split.done.if.1 = mul i64 %k.body.1, 2
  %split.done.if.2 = getelementptr i8, ptr %"old", i64 %split.done.if.1
  %split.done.if.3 = load <8 x i16>, ptr %split.done.if.2, align 1
  %split.done.if.4 = zext <8 x i16> %split.done.if.3 to <8 x i32>
  %split.done.if.5 = shl <8 x i32> %split.done.if.4, <i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16>
  %split.done.if.6 = bitcast <8 x i32> %split.done.if.5 to <8 x float>
  %split.done.if.7 = load <8 x float>, <8 x float>* %entry.64
  %split.done.if.8 = fadd <8 x float> %split.done.if.7, %split.done.if.6
  store <8 x float> %split.done.if.8, <8 x float>* %entry.64
  br label %"split.done.endif"
split.done.endif:
  %split.done.endif.1 = load <8 x float>, <8 x float>* %entry.64
  %split.done.endif.2 = bitcast <8 x float> %split.done.endif.1 to <8 x i32>
  %split.done.endif.3 = lshr <8 x i32> %split.done.endif.2, <i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16>
  %split.done.endif.4 = and <8 x i32> %split.done.endif.3, <i32 1, i32 1, i32 1, i32 1, i32 1, i32 1, i32 1, i32 1>
  %split.done.endif.5 = add <8 x i32> %split.done.endif.4, <i32 32767, i32 32767, i32 32767, i32 32767, i32 32767, i32 32767, i32 32767, i32 32767>
  %split.done.endif.6 = add <8 x i32> %split.done.endif.2, %split.done.endif.5
  %split.done.endif.7 = lshr <8 x i32> %split.done.endif.6, <i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16>
  %split.done.endif.8 = lshr <8 x i32> %split.done.endif.2, <i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16>
  %split.done.endif.9 = or <8 x i32> %split.done.endif.8, <i32 64, i32 64, i32 64, i32 64, i32 64, i32 64, i32 64, i32 64>
  %split.done.endif.10 = fcmp uno <8 x float> %split.done.endif.1, %split.done.endif.1
  %split.done.endif.11 = select  <8 x i1> %split.done.endif.10, <8 x i32> %split.done.endif.9, <8 x i32> %split.done.endif.7
  %split.done.endif.12 = trunc <8 x i32> %split.done.endif.11 to <8 x i16>
  %split.done.endif.13 = mul i64 %k.body.1, 2
  %split.done.endif.14 = getelementptr i8, ptr %"out", i64 %split.done.endif.13
  store <8 x i16> %split.done.endif.12, ptr %split.done.endif.14, align 1
  %"k.next" = add i64 %"k", 8
  %split.done.endif.15 = call i64 @"llvm.expect.i64"(i64 %"k.next", i64 0)
  %split.done.endif.16 = icmp slt i64 %split.done.endif.15, 16
  br i1 %split.done.endif.16, label %"k.body", label %"k.done"
}

