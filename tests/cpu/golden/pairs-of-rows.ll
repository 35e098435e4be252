; ModuleID = "direct"
target triple = "unknown-unknown-unknown"
target datalayout = ""

define internal void @"tile_4x1x16_0"(ptr %"a", ptr %"b", ptr %"c", i1 %"first", i64 %"tiles", i64 %"at", i64 %"bt", i64 %"ct", i64 %"n", i64 %"p", i64 %"q", i64 %"an", i64 %"ap", i64 %"aq", i64 %"bn", i64 %"bp", i64 %"bq", ptr %"cursor") noinline nounwind
{
entry:
  %"acc0_0" = alloca <16 x float>
  %"acc1_0" = alloca <16 x float>
  %"acc2_0" = alloca <16 x float>
  %"acc3_0" = alloca <16 x float>
  %entry.1 = icmp slt i64 0, %"tiles"
  %entry.2 = alloca ptr
  %entry.3 = alloca ptr
  %entry.4 = alloca ptr
  %entry.5 = alloca ptr
  %entry.6 = alloca ptr
  %entry.7 = alloca ptr
  %entry.8 = alloca ptr
  br i1 %entry.1, label %"tile.body", label %"tile.done"
tile.body:
  %"tile" = phi  i64 [0, %"entry"], [%"tile.next", %"n.done.endif"]
  %tile.body.1 = mul i64 %"tile", %"at"
  %tile.body.2 = getelementptr i8, ptr %"a", i64 %tile.body.1
  %tile.body.3 = mul i64 %"tile", %"bt"
  %tile.body.4 = getelementptr i8, ptr %"b", i64 %tile.body.3
  %tile.body.5 = mul i64 %"tile", %"ct"
  %tile.body.6 = getelementptr i8, ptr %"c", i64 %tile.body.5
  call void @"llvm.prefetch.p0"(ptr %tile.body.6, i32 0, i32 3, i32 1)
  %tile.body.7 = getelementptr i8, ptr %tile.body.6, i64 63
  call void @"llvm.prefetch.p0"(ptr %tile.body.7, i32 0, i32 3, i32 1)
  %tile.body.8 = getelementptr i8, ptr %tile.body.6, i64 64
  call void @"llvm.prefetch.p0"(ptr %tile.body.8, i32 0, i32 3, i32 1)
  %tile.body.9 = getelementptr i8, ptr %tile.body.6, i64 127
  call void @"llvm.prefetch.p0"(ptr %tile.body.9, i32 0, i32 3, i32 1)
  %tile.body.10 = getelementptr i8, ptr %tile.body.6, i64 128
  call void @"llvm.prefetch.p0"(ptr %tile.body.10, i32 0, i32 3, i32 1)
  %tile.body.11 = getelementptr i8, ptr %tile.body.6, i64 191
  call void @"llvm.prefetch.p0"(ptr %tile.body.11, i32 0, i32 3, i32 1)
  %tile.body.12 = getelementptr i8, ptr %tile.body.6, i64 192
  call void @"llvm.prefetch.p0"(ptr %tile.body.12, i32 0, i32 3, i32 1)
  %tile.body.13 = getelementptr i8, ptr %tile.body.6, i64 255
  call void @"llvm.prefetch.p0"(ptr %tile.body.13, i32 0, i32 3, i32 1)
  %tile.body.14 = load ptr, ptr %"cursor", align 1
  %tile.body.15 = getelementptr i8, ptr %"cursor", i64 8
  %tile.body.16 = load i64, ptr %tile.body.15, align 1
  %tile.body.17 = getelementptr i8, ptr %"cursor", i64 16
  %tile.body.18 = load i64, ptr %tile.body.17, align 1
  %tile.body.19 = getelementptr i8, ptr %tile.body.14, i64 8
  %tile.body.20 = load i64, ptr %tile.body.19, align 1
  %tile.body.21 = getelementptr i8, ptr %tile.body.14, i64 72
  %tile.body.22 = load i64, ptr %tile.body.21, align 1
  %tile.body.23 = add i64 %tile.body.16, 1
  %tile.body.24 = icmp slt i64 %tile.body.20, %tile.body.23
  %tile.body.25 = icmp slt i64 0, %tile.body.22
  %tile.body.26 = and i1 %tile.body.24, %tile.body.25
  %tile.body.27 = select  i1 %tile.body.26, i64 %tile.body.22, i64 0
  %tile.body.28 = getelementptr i8, ptr %tile.body.14, i64 %tile.body.27
  %tile.body.29 = select  i1 %tile.body.26, i64 0, i64 %tile.body.16
  %tile.body.30 = select  i1 %tile.body.26, i64 0, i64 %tile.body.18
  %tile.body.31 = load ptr, ptr %tile.body.28, align 1
  %tile.body.32 = getelementptr i8, ptr %tile.body.28, i64 8
  %tile.body.33 = load i64, ptr %tile.body.32, align 1
  %tile.body.34 = getelementptr i8, ptr %tile.body.28, i64 16
  %tile.body.35 = load i64, ptr %tile.body.34, align 1
  %tile.body.36 = getelementptr i8, ptr %tile.body.28, i64 24
  %tile.body.37 = load i64, ptr %tile.body.36, align 1
  %tile.body.38 = getelementptr i8, ptr %tile.body.28, i64 32
  %tile.body.39 = load i64, ptr %tile.body.38, align 1
  %tile.body.40 = getelementptr i8, ptr %tile.body.28, i64 40
  %tile.body.41 = load i64, ptr %tile.body.40, align 1
  %tile.body.42 = getelementptr i8, ptr %tile.body.28, i64 48
  %tile.body.43 = load i64, ptr %tile.body.42, align 1
  %tile.body.44 = getelementptr i8, ptr %tile.body.28, i64 56
  %tile.body.45 = load i64, ptr %tile.body.44, align 1
  %tile.body.46 = getelementptr i8, ptr %tile.body.28, i64 64
  %tile.body.47 = load i64, ptr %tile.body.46, align 1
  %tile.body.48 = getelementptr i8, ptr %tile.body.28, i64 72
  %tile.body.49 = load i64, ptr %tile.body.48, align 1
  %tile.body.50 = mul i64 %tile.body.30, %tile.body.37
  %tile.body.51 = sub i64 %tile.body.39, %tile.body.50
  %tile.body.52 = icmp slt i64 %tile.body.37, %tile.body.51
  %tile.body.53 = select  i1 %tile.body.52, i64 %tile.body.37, i64 %tile.body.51
  %tile.body.54 = icmp slt i64 %tile.body.29, %tile.body.33
  %tile.body.55 = select  i1 %tile.body.54, i64 %tile.body.53, i64 0
  %tile.body.56 = mul i64 %tile.body.29, %tile.body.43
  %tile.body.57 = mul i64 %tile.body.50, %tile.body.41
  %tile.body.58 = add i64 %tile.body.56, %tile.body.57
  %tile.body.59 = getelementptr i8, ptr %tile.body.31, i64 %tile.body.58
  %tile.body.60 = add i64 %tile.body.30, 1
  %tile.body.61 = icmp eq i64 %tile.body.60, %tile.body.35
  %tile.body.62 = zext i1 %tile.body.61 to i64
  %tile.body.63 = add i64 %tile.body.29, %tile.body.62
  %tile.body.64 = select  i1 %tile.body.61, i64 0, i64 %tile.body.60
  store ptr %tile.body.28, ptr %"cursor", align 1
  %tile.body.65 = getelementptr i8, ptr %"cursor", i64 8
  store i64 %tile.body.63, ptr %tile.body.65, align 1
  %tile.body.66 = getelementptr i8, ptr %"cursor", i64 16
  store i64 %tile.body.64, ptr %tile.body.66, align 1
  store <16 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, <16 x float>* %"acc0_0"
  store <16 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, <16 x float>* %"acc1_0"
  store <16 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, <16 x float>* %"acc2_0"
  store <16 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, <16 x float>* %"acc3_0"
  store ptr %tile.body.2, ptr %entry.2
  store ptr %tile.body.4, ptr %entry.3
  %tile.body.67 = icmp slt i64 0, %"n"
  br i1 %tile.body.67, label %"n.body", label %"n.done"
tile.done:
  ret void
n.body:
  %"n.1" = phi  i64 [0, %"tile.body"], [%"n.next", %"p.done"]
  %n.body.1 = load ptr, ptr %entry.2
  %n.body.2 = load ptr, ptr %entry.3
  store ptr %n.body.1, ptr %entry.4
  store ptr %n.body.2, ptr %entry.5
  %n.body.3 = icmp slt i64 0, %"p"
  br i1 %n.body.3, label %"p.body", label %"p.done"
n.done:
  br i1 %"first", label %"n.done.if", label %"n.done.else"
p.body:
  %"p.1" = phi  i64 [0, %"n.body"], [%"p.next", %"q.done"]
  %p.body.1 = load ptr, ptr %entry.4
  %p.body.2 = load ptr, ptr %entry.5
  %p.body.3 = mul i64 %"n.1", %tile.body.47
  %p.body.4 = mul i64 %"p.1", %tile.body.45
  %p.body.5 = add i64 %p.body.3, %p.body.4
  %p.body.6 = getelementptr i8, ptr %tile.body.59, i64 %p.body.5
  store ptr %p.body.6, ptr %entry.6
  %p.body.7 = icmp slt i64 0, %tile.body.55
  br i1 %p.body.7, label %"line.body", label %"line.done"
p.done:
  %p.done.1 = getelementptr i8, ptr %n.body.1, i64 %"an"
  store ptr %p.done.1, ptr %entry.2
  %p.done.2 = getelementptr i8, ptr %n.body.2, i64 %"bn"
  store ptr %p.done.2, ptr %entry.3
  %"n.next" = add i64 %"n.1", 1
  %p.done.3 = icmp slt i64 %"n.next", %"n"
  br i1 %p.done.3, label %"n.body", label %"n.done"
line.body:
  %"line" = phi  i64 [0, %"p.body"], [%"line.next", %"line.body"]
  %line.body.1 = load ptr, ptr %entry.6
  call void @"llvm.prefetch.p0"(ptr %line.body.1, i32 0, i32 2, i32 1)
  %line.body.2 = getelementptr i8, ptr %line.body.1, i64 %tile.body.41
  store ptr %line.body.2, ptr %entry.6
  %"line.next" = add i64 %"line", 1
  %line.body.3 = icmp slt i64 %"line.next", %tile.body.55
  br i1 %line.body.3, label %"line.body", label %"line.done"
line.done:
  store ptr %p.body.1, ptr %entry.7
  store ptr %p.body.2, ptr %entry.8
  %line.done.1 = icmp slt i64 0, %"q"
  br i1 %line.done.1, label %"q.body", label %"q.done"
q.body:
  %"q.1" = phi  i64 [0, %"line.done"], [%"q.next", %"q.body"]
  %q.body.1 = load ptr, ptr %entry.7
  %q.body.2 = load ptr, ptr %entry.8
  %q.body.3 = load <16 x i32>, ptr %q.body.2, align 1
  %q.body.4 = load i32, ptr %q.body.1, align 1
  %q.body.5 = insertelement <16 x i32> <i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef>, i32 %q.body.4, i32 0
  %q.body.6 = shufflevector <16 x i32> %q.body.5, <16 x i32> %q.body.5, <16 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %q.body.7 = load <16 x float>, <16 x float>* %"acc0_0"
  %q.body.8 = bitcast <16 x i32> %q.body.3 to <32 x bfloat>
  %q.body.9 = bitcast <16 x i32> %q.body.6 to <32 x bfloat>
  %q.body.10 = call <16 x float> @"llvm.x86.avx512bf16.dpbf16ps.512"(<16 x float> %q.body.7, <32 x bfloat> %q.body.8, <32 x bfloat> %q.body.9)
  store <16 x float> %q.body.10, <16 x float>* %"acc0_0"
  %q.body.11 = getelementptr i8, ptr %q.body.1, i64 4
  %q.body.12 = load i32, ptr %q.body.11, align 1
  %q.body.13 = insertelement <16 x i32> <i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef>, i32 %q.body.12, i32 0
  %q.body.14 = shufflevector <16 x i32> %q.body.13, <16 x i32> %q.body.13, <16 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %q.body.15 = load <16 x float>, <16 x float>* %"acc1_0"
  %q.body.16 = bitcast <16 x i32> %q.body.3 to <32 x bfloat>
  %q.body.17 = bitcast <16 x i32> %q.body.14 to <32 x bfloat>
  %q.body.18 = call <16 x float> @"llvm.x86.avx512bf16.dpbf16ps.512"(<16 x float> %q.body.15, <32 x bfloat> %q.body.16, <32 x bfloat> %q.body.17)
  store <16 x float> %q.body.18, <16 x float>* %"acc1_0"
  %q.body.19 = getelementptr i8, ptr %q.body.1, i64 8
  %q.body.20 = load i32, ptr %q.body.19, align 1
  %q.body.21 = insertelement <16 x i32> <i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef>, i32 %q.body.20, i32 0
  %q.body.22 = shufflevector <16 x i32> %q.body.21, <16 x i32> %q.body.21, <16 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %q.body.23 = load <16 x float>, <16 x float>* %"acc2_0"
  %q.body.24 = bitcast <16 x i32> %q.body.3 to <32 x bfloat>
  %q.body.25 = bitcast <16 x i32> %q.body.22 to <32 x bfloat>
  %q.body.26 = call <16 x float> @"llvm.x86.avx512bf16.dpbf16ps.512"(<16 x float> %q.body.23, <32 x bfloat> %q.body.24, <32 x bfloat> %q.body.25)
  store <16 x float> %q.body.26, <16 x float>* %"acc2_0"
  %q.body.27 = getelementptr i8, ptr %q.body.1, i64 12
  %q.body.28 = load i32, ptr %q.body.27, align 1
  %q.body.29 = insertelement <16 x i32> <i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef>, i32 %q.body.28, i32 0
  %q.body.30 = shufflevector <16 x i32> %q.body.29, <16 x i32> %q.body.29, <16 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %q.body.31 = load <16 x float>, <16 x float>* %"acc3_0"
  %q.body.32 = bitcast <16 x i32> %q.body.3 to <32 x bfloat>
  %q.body.33 = bitcast <16 x i32> %q.body.30 to <32 x bfloat>
  %q.body.34 = call <16 x float> @"llvm.x86.avx512bf16.dpbf16ps.512"(<16 x float> %q.body.31, <32 x bfloat> %q.body.32, <32 x bfloat> %q.body.33)
  store <16 x float> %q.body.34, <16 x float>* %"acc3_0"
  %q.body.35 = getelementptr i8, ptr %q.body.1, i64 %"aq"
  store ptr %q.body.35, ptr %entry.7
  %q.body.36 = getelementptr i8, ptr %q.body.2, i64 %"bq"
  store ptr %q.body.36, ptr %entry.8
  %"q.next" = add i64 %"q.1", 1
  %q.body.37 = icmp slt i64 %"q.next", %"q"
  br i1 %q.body.37, label %"q.body", label %"q.done"
q.done:
  %q.done.1 = getelementptr i8, ptr %p.body.1, i64 %"ap"
  store ptr %q.done.1, ptr %entry.4
  %q.done.2 = getelementptr i8, ptr %p.body.2, i64 %"bp"
  store ptr %q.done.2, ptr %entry.5
  %"p.next" = add i64 %"p.1", 1
  %q.done.3 = icmp slt i64 %"p.next", %"p"
  br i1 %q.done.3, label %"p.body", label %"p.done"
n.done.if:
  %n.done.if.1 = load <16 x float>, <16 x float>* %"acc0_0"
  store <16 x float> %n.done.if.1, ptr %tile.body.6, align 1
  %n.done.if.2 = load <16 x float>, <16 x float>* %"acc1_0"
  %n.done.if.3 = getelementptr i8, ptr %tile.body.6, i64 64
  store <16 x float> %n.done.if.2, ptr %n.done.if.3, align 1
  %n.done.if.4 = load <16 x float>, <16 x float>* %"acc2_0"
  %n.done.if.5 = getelementptr i8, ptr %tile.body.6, i64 128
  store <16 x float> %n.done.if.4, ptr %n.done.if.5, align 1
  %n.done.if.6 = load <16 x float>, <16 x float>* %"acc3_0"
  %n.done.if.7 = getelementptr i8, ptr %tile.body.6, i64 192
  store <16 x float> %n.done.if.6, ptr %n.done.if.7, align 1
  br label %"n.done.endif"
n.done.else:
  %n.done.else.1 = load <16 x float>, <16 x float>* %"acc0_0"
  %n.done.else.2 = load <16 x float>, ptr %tile.body.6, align 1
  %n.done.else.3 = fadd <16 x float> %n.done.else.2, %n.done.else.1
  store <16 x float> %n.done.else.3, ptr %tile.body.6, align 1
  %n.done.else.4 = load <16 x float>, <16 x float>* %"acc1_0"
  %n.done.else.5 = getelementptr i8, ptr %tile.body.6, i64 64
  %n.done.else.6 = load <16 x float>, ptr %n.done.else.5, align 1
  %n.done.else.7 = fadd <16 x float> %n.done.else.6, %n.done.else.4
  %n.done.else.8 = getelementptr i8, ptr %tile.body.6, i64 64
  store <16 x float> %n.done.else.7, ptr %n.done.else.8, align 1
  %n.done.else.9 = load <16 x float>, <16 x float>* %"acc2_0"
  %n.done.else.10 = getelementptr i8, ptr %tile.body.6, i64 128
  %n.done.else.11 = load <16 x float>, ptr %n.done.else.10, align 1
  %n.done.else.12 = fadd <16 x float> %n.done.else.11, %n.done.else.9
  %n.done.else.13 = getelementptr i8, ptr %tile.body.6, i64 128
  store <16 x float> %n.done.else.12, ptr %n.done.else.13, align 1
  %n.done.else.14 = load <16 x float>, <16 x float>* %"acc3_0"
  %n.done.else.15 = getelementptr i8, ptr %tile.body.6, i64 192
  %n.done.else.16 = load <16 x float>, ptr %n.done.else.15, align 1
  %n.done.else.17 = fadd <16 x float> %n.done.else.16, %n.done.else.14
  %n.done.else.18 = getelementptr i8, ptr %tile.body.6, i64 192
  store <16 x float> %n.done.else.17, ptr %n.done.else.18, align 1
  br label %"n.done.endif"
n.done.endif:
  %"tile.next" = add i64 %"tile", 1
  %n.done.endif.1 = icmp slt i64 %"tile.next", %"tiles"
  br i1 %n.done.endif.1, label %"tile.body", label %"tile.done"
}

declare void @"llvm.prefetch.p0"(ptr %.1, i32 %.2, i32 %.3, i32 %.4)

declare <16 x float> @"llvm.x86.avx512bf16.dpbf16ps.512"(<16 x float> %.1, <32 x bfloat> %.2, <32 x bfloat> %.3)

define internal void @"pack_x_0"(ptr %"source", ptr %"panel", i64 %"n", i64 %"h0", i64 %"h1", i64 %"w0", i64 %"w1", i64 %"tiles", i64 %"sn", i64 %"sh", i64 %"sw", i64 %"sc", i64 %"height", i64 %"width", i64 %"next", i64 %"apart", i64 %"first0", i64 %"first1", i64 %"n2", i64 %"second0", i64 %"second1") noinline nounwind
{
entry:
  %entry.1 = icmp slt i64 0, %"n"
  %entry.2 = alloca ptr
  %entry.3 = alloca ptr
  br i1 %entry.1, label %"n.body", label %"n.done"
n.body:
  %"n.1" = phi  i64 [0, %"entry"], [%h.done.1, %"h.done"]
  %n.body.1 = icmp slt i64 %"h0", %"h1"
  br i1 %n.body.1, label %"h.body", label %"h.done"
n.done:
  ret void
h.body:
  %"h" = phi  i64 [%"h0", %"n.body"], [%strip.done.1, %"strip.done"]
  %h.body.1 = mul i64 %"n.1", %"sn"
  %h.body.2 = mul i64 %"h", %"sh"
  %h.body.3 = add i64 %h.body.1, %h.body.2
  %h.body.4 = getelementptr i8, ptr %"source", i64 %h.body.3
  %h.body.5 = icmp slt i64 %"h", %"first0"
  %h.body.6 = xor i1 %h.body.5, -1
  %h.body.7 = icmp slt i64 %"h", %"first1"
  %h.body.8 = and i1 %h.body.6, %h.body.7
  %h.body.9 = icmp slt i64 %"n.1", %"n2"
  %h.body.10 = icmp slt i64 %"h", %"second0"
  %h.body.11 = xor i1 %h.body.10, -1
  %h.body.12 = icmp slt i64 %"h", %"second1"
  %h.body.13 = and i1 %h.body.11, %h.body.12
  %h.body.14 = and i1 %h.body.9, %h.body.13
  %h.body.15 = select  i1 %h.body.8, i32 65535, i32 0
  %h.body.16 = select  i1 %h.body.14, i32 4294901760, i32 0
  %h.body.17 = or i32 %h.body.15, %h.body.16
  %h.body.18 = select  i1 %h.body.8, i64 0, i64 %"apart"
  %h.body.19 = getelementptr i8, ptr %h.body.4, i64 %h.body.18
  %h.body.20 = and i1 %h.body.8, %h.body.14
  %h.body.21 = select  i1 %h.body.20, i64 %"apart", i64 0
  %h.body.22 = mul i64 %"n.1", %"height"
  %h.body.23 = add i64 %h.body.22, %"h"
  %h.body.24 = mul i64 %"width", 16
  %h.body.25 = mul i64 %h.body.23, %h.body.24
  %h.body.26 = getelementptr i8, ptr %"panel", i64 %h.body.25
  %h.body.27 = icmp slt i64 %"w0", %"w1"
  br i1 %h.body.27, label %"strip.body", label %"strip.done"
h.done:
  %"n.next" = add i64 %"n.1", 1
  %h.done.1 = call i64 @"llvm.expect.i64"(i64 %"n.next", i64 0)
  %h.done.2 = icmp slt i64 %h.done.1, %"n"
  br i1 %h.done.2, label %"n.body", label %"n.done"
strip.body:
  %"strip" = phi  i64 [%"w0", %"h.body"], [%tile.done.1, %"tile.done"]
  %strip.body.1 = add i64 %"strip", 8
  %strip.body.2 = icmp slt i64 %"w1", %strip.body.1
  %strip.body.3 = select  i1 %strip.body.2, i64 %"w1", i64 %strip.body.1
  %strip.body.4 = icmp slt i64 0, %"tiles"
  br i1 %strip.body.4, label %"tile.body", label %"tile.done"
strip.done:
  %"h.next" = add i64 %"h", 1
  %strip.done.1 = call i64 @"llvm.expect.i64"(i64 %"h.next", i64 0)
  %strip.done.2 = icmp slt i64 %strip.done.1, %"h1"
  br i1 %strip.done.2, label %"h.body", label %"h.done"
tile.body:
  %"tile" = phi  i64 [0, %"strip.body"], [%w.done.1, %"w.done"]
  %tile.body.1 = mul i64 %"tile", 8
  %tile.body.2 = mul i64 %"strip", %"sw"
  %tile.body.3 = add i64 %tile.body.1, %tile.body.2
  %tile.body.4 = getelementptr i8, ptr %h.body.19, i64 %tile.body.3
  %tile.body.5 = mul i64 %"tile", %"next"
  %tile.body.6 = mul i64 %"strip", 16
  %tile.body.7 = add i64 %tile.body.5, %tile.body.6
  %tile.body.8 = getelementptr i8, ptr %h.body.26, i64 %tile.body.7
  store ptr %tile.body.4, ptr %entry.2
  store ptr %tile.body.8, ptr %entry.3
  %tile.body.9 = icmp slt i64 %"strip", %strip.body.3
  br i1 %tile.body.9, label %"w.body", label %"w.done"
tile.done:
  %"strip.next" = add i64 %"strip", 8
  %tile.done.1 = call i64 @"llvm.expect.i64"(i64 %"strip.next", i64 0)
  %tile.done.2 = icmp slt i64 %tile.done.1, %"w1"
  br i1 %tile.done.2, label %"strip.body", label %"strip.done"
w.body:
  %"w" = phi  i64 [%"strip", %"tile.body"], [%w.body.17, %"w.body"]
  %w.body.1 = load ptr, ptr %entry.2
  %w.body.2 = load ptr, ptr %entry.3
  %w.body.3 = load <4 x i16>, ptr %w.body.1, align 1
  %w.body.4 = getelementptr i8, ptr %w.body.1, i64 %h.body.21
  %w.body.5 = load <4 x i16>, ptr %w.body.4, align 1
  %w.body.6 = insertelement <4 x i32> <i32 undef, i32 undef, i32 undef, i32 undef>, i32 %h.body.17, i32 0
  %w.body.7 = shufflevector <4 x i32> %w.body.6, <4 x i32> %w.body.6, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %w.body.8 = zext <4 x i16> %w.body.5 to <4 x i32>
  %w.body.9 = shl <4 x i32> %w.body.8, <i32 16, i32 16, i32 16, i32 16>
  %w.body.10 = zext <4 x i16> %w.body.3 to <4 x i32>
  %w.body.11 = or <4 x i32> %w.body.10, %w.body.9
  %w.body.12 = and <4 x i32> %w.body.11, %w.body.7
  store <4 x i32> %w.body.12, ptr %w.body.2, align 1
  %w.body.13 = getelementptr i8, ptr %w.body.1, i64 %"sw"
  %w.body.14 = call ptr @"llvm.launder.invariant.group.p0"(ptr %w.body.13)
  store ptr %w.body.14, ptr %entry.2
  %w.body.15 = getelementptr i8, ptr %w.body.2, i64 16
  %w.body.16 = call ptr @"llvm.launder.invariant.group.p0"(ptr %w.body.15)
  store ptr %w.body.16, ptr %entry.3
  %"w.next" = add i64 %"w", 1
  %w.body.17 = call i64 @"llvm.expect.i64"(i64 %"w.next", i64 0)
  %w.body.18 = icmp slt i64 %w.body.17, %strip.body.3
  br i1 %w.body.18, label %"w.body", label %"w.done"
w.done:
  %"tile.next" = add i64 %"tile", 1
  %w.done.1 = call i64 @"llvm.expect.i64"(i64 %"tile.next", i64 0)
  %w.done.2 = icmp slt i64 %w.done.1, %"tiles"
  br i1 %w.done.2, label %"tile.body", label %"tile.done"
}

declare ptr @"llvm.launder.invariant.group.p0"(ptr %.1)

declare i64 @"llvm.expect.i64"(i64 %.1, i64 %.2)

define internal void @"pack_dy_0"(ptr %"source", ptr %"panel", i64 %"n", i64 %"h0", i64 %"h1", i64 %"w0", i64 %"w1", i64 %"tiles", i64 %"sn", i64 %"sh", i64 %"sw", i64 %"sc", i64 %"height", i64 %"width", i64 %"next", i64 %"apart", i64 %"first0", i64 %"first1", i64 %"n2", i64 %"second0", i64 %"second1") noinline nounwind
{
entry:
  %entry.1 = icmp slt i64 0, %"n"
  %entry.2 = alloca ptr
  %entry.3 = alloca ptr
  br i1 %entry.1, label %"n.body", label %"n.done"
n.body:
  %"n.1" = phi  i64 [0, %"entry"], [%h.done.1, %"h.done"]
  %n.body.1 = icmp slt i64 %"h0", %"h1"
  br i1 %n.body.1, label %"h.body", label %"h.done"
n.done:
  ret void
h.body:
  %"h" = phi  i64 [%"h0", %"n.body"], [%strip.done.1, %"strip.done"]
  %h.body.1 = mul i64 %"n.1", %"sn"
  %h.body.2 = mul i64 %"h", %"sh"
  %h.body.3 = add i64 %h.body.1, %h.body.2
  %h.body.4 = getelementptr i8, ptr %"source", i64 %h.body.3
  %h.body.5 = icmp slt i64 %"h", %"first0"
  %h.body.6 = xor i1 %h.body.5, -1
  %h.body.7 = icmp slt i64 %"h", %"first1"
  %h.body.8 = and i1 %h.body.6, %h.body.7
  %h.body.9 = icmp slt i64 %"n.1", %"n2"
  %h.body.10 = icmp slt i64 %"h", %"second0"
  %h.body.11 = xor i1 %h.body.10, -1
  %h.body.12 = icmp slt i64 %"h", %"second1"
  %h.body.13 = and i1 %h.body.11, %h.body.12
  %h.body.14 = and i1 %h.body.9, %h.body.13
  %h.body.15 = select  i1 %h.body.8, i32 65535, i32 0
  %h.body.16 = select  i1 %h.body.14, i32 4294901760, i32 0
  %h.body.17 = or i32 %h.body.15, %h.body.16
  %h.body.18 = select  i1 %h.body.8, i64 0, i64 %"apart"
  %h.body.19 = getelementptr i8, ptr %h.body.4, i64 %h.body.18
  %h.body.20 = and i1 %h.body.8, %h.body.14
  %h.body.21 = select  i1 %h.body.20, i64 %"apart", i64 0
  %h.body.22 = mul i64 %"n.1", %"height"
  %h.body.23 = add i64 %h.body.22, %"h"
  %h.body.24 = mul i64 %"width", 64
  %h.body.25 = mul i64 %h.body.23, %h.body.24
  %h.body.26 = getelementptr i8, ptr %"panel", i64 %h.body.25
  %h.body.27 = icmp slt i64 %"w0", %"w1"
  br i1 %h.body.27, label %"strip.body", label %"strip.done"
h.done:
  %"n.next" = add i64 %"n.1", 1
  %h.done.1 = call i64 @"llvm.expect.i64"(i64 %"n.next", i64 0)
  %h.done.2 = icmp slt i64 %h.done.1, %"n"
  br i1 %h.done.2, label %"n.body", label %"n.done"
strip.body:
  %"strip" = phi  i64 [%"w0", %"h.body"], [%tile.done.1, %"tile.done"]
  %strip.body.1 = add i64 %"strip", 8
  %strip.body.2 = icmp slt i64 %"w1", %strip.body.1
  %strip.body.3 = select  i1 %strip.body.2, i64 %"w1", i64 %strip.body.1
  %strip.body.4 = icmp slt i64 0, %"tiles"
  br i1 %strip.body.4, label %"tile.body", label %"tile.done"
strip.done:
  %"h.next" = add i64 %"h", 1
  %strip.done.1 = call i64 @"llvm.expect.i64"(i64 %"h.next", i64 0)
  %strip.done.2 = icmp slt i64 %strip.done.1, %"h1"
  br i1 %strip.done.2, label %"h.body", label %"h.done"
tile.body:
  %"tile" = phi  i64 [0, %"strip.body"], [%w.done.1, %"w.done"]
  %tile.body.1 = mul i64 %"tile", 32
  %tile.body.2 = mul i64 %"strip", %"sw"
  %tile.body.3 = add i64 %tile.body.1, %tile.body.2
  %tile.body.4 = getelementptr i8, ptr %h.body.19, i64 %tile.body.3
  %tile.body.5 = mul i64 %"tile", %"next"
  %tile.body.6 = mul i64 %"strip", 64
  %tile.body.7 = add i64 %tile.body.5, %tile.body.6
  %tile.body.8 = getelementptr i8, ptr %h.body.26, i64 %tile.body.7
  store ptr %tile.body.4, ptr %entry.2
  store ptr %tile.body.8, ptr %entry.3
  %tile.body.9 = icmp slt i64 %"strip", %strip.body.3
  br i1 %tile.body.9, label %"w.body", label %"w.done"
tile.done:
  %"strip.next" = add i64 %"strip", 8
  %tile.done.1 = call i64 @"llvm.expect.i64"(i64 %"strip.next", i64 0)
  %tile.done.2 = icmp slt i64 %tile.done.1, %"w1"
  br i1 %tile.done.2, label %"strip.body", label %"strip.done"
w.body:
  %"w" = phi  i64 [%"strip", %"tile.body"], [%w.body.17, %"w.body"]
  %w.body.1 = load ptr, ptr %entry.2
  %w.body.2 = load ptr, ptr %entry.3
  %w.body.3 = load <16 x i16>, ptr %w.body.1, align 1
  %w.body.4 = getelementptr i8, ptr %w.body.1, i64 %h.body.21
  %w.body.5 = load <16 x i16>, ptr %w.body.4, align 1
  %w.body.6 = insertelement <16 x i32> <i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef>, i32 %h.body.17, i32 0
  %w.body.7 = shufflevector <16 x i32> %w.body.6, <16 x i32> %w.body.6, <16 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %w.body.8 = zext <16 x i16> %w.body.5 to <16 x i32>
  %w.body.9 = shl <16 x i32> %w.body.8, <i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16>
  %w.body.10 = zext <16 x i16> %w.body.3 to <16 x i32>
  %w.body.11 = or <16 x i32> %w.body.10, %w.body.9
  %w.body.12 = and <16 x i32> %w.body.11, %w.body.7
  store <16 x i32> %w.body.12, ptr %w.body.2, align 1
  %w.body.13 = getelementptr i8, ptr %w.body.1, i64 %"sw"
  %w.body.14 = call ptr @"llvm.launder.invariant.group.p0"(ptr %w.body.13)
  store ptr %w.body.14, ptr %entry.2
  %w.body.15 = getelementptr i8, ptr %w.body.2, i64 64
  %w.body.16 = call ptr @"llvm.launder.invariant.group.p0"(ptr %w.body.15)
  store ptr %w.body.16, ptr %entry.3
  %"w.next" = add i64 %"w", 1
  %w.body.17 = call i64 @"llvm.expect.i64"(i64 %"w.next", i64 0)
  %w.body.18 = icmp slt i64 %w.body.17, %strip.body.3
  br i1 %w.body.18, label %"w.body", label %"w.done"
w.done:
  %"tile.next" = add i64 %"tile", 1
  %w.done.1 = call i64 @"llvm.expect.i64"(i64 %"tile.next", i64 0)
  %w.done.2 = icmp slt i64 %w.done.1, %"tiles"
  br i1 %w.done.2, label %"tile.body", label %"tile.done"
}

define void @"main"(ptr %"args", i64 %"task", i64 %"slot", i64 %"more") noinline nounwind optnone
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
  %"cut.g" = load i64, ptr %entry.29, align 1
  %entry.30 = getelementptr i8, ptr %"sizes", i64 120
  %"cut.r" = load i64, ptr %entry.30, align 1
  %entry.31 = getelementptr i8, ptr %"sizes", i64 128
  %"cut.dy" = load i64, ptr %entry.31, align 1
  %entry.32 = getelementptr i8, ptr %"sizes", i64 136
  %"cut.x" = load i64, ptr %entry.32, align 1
  %entry.33 = getelementptr i8, ptr %"sizes", i64 144
  %"seconds" = load i64, ptr %entry.33, align 1
  %entry.34 = getelementptr i8, ptr %"sizes", i64 152
  %"one.h" = load i64, ptr %entry.34, align 1
  %entry.35 = getelementptr i8, ptr %"sizes", i64 160
  %"one.seen" = load i64, ptr %entry.35, align 1
  %entry.36 = getelementptr i8, ptr %"sizes", i64 168
  %"pack_x.height" = load i64, ptr %entry.36, align 1
  %entry.37 = getelementptr i8, ptr %"sizes", i64 176
  %"pack_x.width" = load i64, ptr %entry.37, align 1
  %entry.38 = getelementptr i8, ptr %"sizes", i64 184
  %"pack_x.start0" = load i64, ptr %entry.38, align 1
  %entry.39 = getelementptr i8, ptr %"sizes", i64 192
  %"pack_x.stride0" = load i64, ptr %entry.39, align 1
  %entry.40 = getelementptr i8, ptr %"sizes", i64 200
  %"pack_x.bytes" = load i64, ptr %entry.40, align 1
  %entry.41 = getelementptr i8, ptr %"sizes", i64 208
  %"pack_dy.height" = load i64, ptr %entry.41, align 1
  %entry.42 = getelementptr i8, ptr %"sizes", i64 216
  %"pack_dy.width" = load i64, ptr %entry.42, align 1
  %entry.43 = getelementptr i8, ptr %"sizes", i64 224
  %"pack_dy.start0" = load i64, ptr %entry.43, align 1
  %entry.44 = getelementptr i8, ptr %"sizes", i64 232
  %"pack_dy.stride0" = load i64, ptr %entry.44, align 1
  %entry.45 = getelementptr i8, ptr %"sizes", i64 240
  %"next.group" = load i64, ptr %entry.45, align 1
  %entry.46 = getelementptr i8, ptr %"sizes", i64 248
  %"next.rows" = load i64, ptr %entry.46, align 1
  %entry.47 = getelementptr i8, ptr %"sizes", i64 256
  %"next.x" = load i64, ptr %entry.47, align 1
  %entry.48 = getelementptr i8, ptr %"sizes", i64 264
  %"next.dy" = load i64, ptr %entry.48, align 1
  %entry.49 = getelementptr i8, ptr %"sizes", i64 272
  %"next.rounds0" = load i64, ptr %entry.49, align 1
  %entry.50 = getelementptr i8, ptr %"sizes", i64 280
  %"next.tiles0" = load i64, ptr %entry.50, align 1
  %entry.51 = getelementptr i8, ptr %"sizes", i64 288
  %"next.share0" = load i64, ptr %entry.51, align 1
  %entry.52 = getelementptr i8, ptr %"sizes", i64 296
  %"next.lines0" = load i64, ptr %entry.52, align 1
  %entry.53 = getelementptr i8, ptr %"sizes", i64 304
  %"next.along0" = load i64, ptr %entry.53, align 1
  %entry.54 = getelementptr i8, ptr %"sizes", i64 312
  %"next.behind0" = load i64, ptr %entry.54, align 1
  %entry.55 = getelementptr i8, ptr %"sizes", i64 320
  %"next.rounds1" = load i64, ptr %entry.55, align 1
  %entry.56 = getelementptr i8, ptr %"sizes", i64 328
  %"next.tiles1" = load i64, ptr %entry.56, align 1
  %entry.57 = getelementptr i8, ptr %"sizes", i64 336
  %"next.share1" = load i64, ptr %entry.57, align 1
  %entry.58 = getelementptr i8, ptr %"sizes", i64 344
  %"next.lines1" = load i64, ptr %entry.58, align 1
  %entry.59 = getelementptr i8, ptr %"sizes", i64 352
  %"next.along1" = load i64, ptr %entry.59, align 1
  %entry.60 = getelementptr i8, ptr %"sizes", i64 360
  %"next.behind1" = load i64, ptr %entry.60, align 1
  %entry.61 = getelementptr i8, ptr %"sizes", i64 368
  %"next.rounds2" = load i64, ptr %entry.61, align 1
  %entry.62 = getelementptr i8, ptr %"sizes", i64 376
  %"next.tiles2" = load i64, ptr %entry.62, align 1
  %entry.63 = getelementptr i8, ptr %"sizes", i64 384
  %"next.share2" = load i64, ptr %entry.63, align 1
  %entry.64 = getelementptr i8, ptr %"sizes", i64 392
  %"next.lines2" = load i64, ptr %entry.64, align 1
  %entry.65 = getelementptr i8, ptr %"sizes", i64 400
  %"next.along2" = load i64, ptr %entry.65, align 1
  %entry.66 = getelementptr i8, ptr %"sizes", i64 408
  %"next.behind2" = load i64, ptr %entry.66, align 1
  %entry.67 = getelementptr i8, ptr %"sizes", i64 416
  %"next.rounds3" = load i64, ptr %entry.67, align 1
  %entry.68 = getelementptr i8, ptr %"sizes", i64 424
  %"next.tiles3" = load i64, ptr %entry.68, align 1
  %entry.69 = getelementptr i8, ptr %"sizes", i64 432
  %"next.share3" = load i64, ptr %entry.69, align 1
  %entry.70 = getelementptr i8, ptr %"sizes", i64 440
  %"next.lines3" = load i64, ptr %entry.70, align 1
  %entry.71 = getelementptr i8, ptr %"sizes", i64 448
  %"next.along3" = load i64, ptr %entry.71, align 1
  %entry.72 = getelementptr i8, ptr %"sizes", i64 456
  %"next.behind3" = load i64, ptr %entry.72, align 1
  %entry.73 = sub i64 0, %"xh"
  %entry.74 = getelementptr i8, ptr %"x", i64 %entry.73
  %entry.75 = mul i64 %"dyp", 2
  %entry.76 = udiv i64 %"task", %"cut.g"
  %entry.77 = mul i64 %entry.76, %"cut.g"
  %entry.78 = sub i64 %"task", %entry.77
  %entry.79 = udiv i64 %entry.78, %"cut.g"
  %entry.80 = mul i64 %entry.79, %"cut.g"
  %entry.81 = sub i64 %entry.78, %entry.80
  %entry.82 = add i64 %entry.78, 1
  %entry.83 = udiv i64 %entry.82, %"cut.g"
  %entry.84 = mul i64 %entry.83, %"cut.g"
  %entry.85 = sub i64 %entry.82, %entry.84
  %entry.86 = udiv i64 %entry.76, %"cut.r"
  %entry.87 = mul i64 %entry.86, %"cut.r"
  %entry.88 = sub i64 %entry.76, %entry.87
  %entry.89 = udiv i64 %entry.88, %"cut.r"
  %entry.90 = mul i64 %entry.89, %"cut.r"
  %entry.91 = sub i64 %entry.88, %entry.90
  %entry.92 = add i64 %entry.88, 1
  %entry.93 = udiv i64 %entry.92, %"cut.r"
  %entry.94 = mul i64 %entry.93, %"cut.r"
  %entry.95 = sub i64 %entry.92, %entry.94
  %entry.96 = udiv i64 %entry.86, %"cut.dy"
  %entry.97 = mul i64 %entry.96, %"cut.dy"
  %entry.98 = sub i64 %entry.86, %entry.97
  %entry.99 = udiv i64 %entry.98, %"cut.dy"
  %entry.100 = mul i64 %entry.99, %"cut.dy"
  %entry.101 = sub i64 %entry.98, %entry.100
  %entry.102 = add i64 %entry.98, 1
  %entry.103 = udiv i64 %entry.102, %"cut.dy"
  %entry.104 = mul i64 %entry.103, %"cut.dy"
  %entry.105 = sub i64 %entry.102, %entry.104
  %entry.106 = udiv i64 %entry.96, %"cut.x"
  %entry.107 = mul i64 %entry.106, %"cut.x"
  %entry.108 = sub i64 %entry.96, %entry.107
  %entry.109 = udiv i64 %entry.108, %"cut.x"
  %entry.110 = mul i64 %entry.109, %"cut.x"
  %entry.111 = sub i64 %entry.108, %entry.110
  %entry.112 = add i64 %entry.108, 1
  %entry.113 = udiv i64 %entry.112, %"cut.x"
  %entry.114 = mul i64 %entry.113, %"cut.x"
  %entry.115 = sub i64 %entry.112, %entry.114
  %entry.116 = mul i64 %entry.106, 256
  %entry.117 = getelementptr i8, ptr %"partial", i64 %entry.116
  %entry.118 = mul i64 %"slot", %"panel_bytes"
  %entry.119 = getelementptr i8, ptr %"panels", i64 %entry.118
  %entry.120 = getelementptr i8, ptr %entry.119, i64 %"pack_x.bytes"
  %entry.121 = mul i64 %entry.106, %"blocks"
  %entry.122 = udiv i64 %entry.121, %"split"
  %entry.123 = mul i64 %entry.122, %"split"
  %entry.124 = sub i64 %entry.121, %entry.123
  %entry.125 = add i64 %entry.106, 1
  %entry.126 = mul i64 %entry.125, %"blocks"
  %entry.127 = udiv i64 %entry.126, %"split"
  %entry.128 = mul i64 %entry.127, %"split"
  %entry.129 = sub i64 %entry.126, %entry.128
  %entry.130 = add i64 %"task", 1
  %entry.131 = udiv i64 %entry.130, %"cut.g"
  %entry.132 = mul i64 %entry.131, %"cut.g"
  %entry.133 = sub i64 %entry.130, %entry.132
  %entry.134 = udiv i64 %entry.133, %"cut.g"
  %entry.135 = mul i64 %entry.134, %"cut.g"
  %entry.136 = sub i64 %entry.133, %entry.135
  %entry.137 = add i64 %entry.133, 1
  %entry.138 = udiv i64 %entry.137, %"cut.g"
  %entry.139 = mul i64 %entry.138, %"cut.g"
  %entry.140 = sub i64 %entry.137, %entry.139
  %entry.141 = udiv i64 %entry.131, %"cut.r"
  %entry.142 = mul i64 %entry.141, %"cut.r"
  %entry.143 = sub i64 %entry.131, %entry.142
  %entry.144 = udiv i64 %entry.143, %"cut.r"
  %entry.145 = mul i64 %entry.144, %"cut.r"
  %entry.146 = sub i64 %entry.143, %entry.145
  %entry.147 = add i64 %entry.143, 1
  %entry.148 = udiv i64 %entry.147, %"cut.r"
  %entry.149 = mul i64 %entry.148, %"cut.r"
  %entry.150 = sub i64 %entry.147, %entry.149
  %entry.151 = udiv i64 %entry.141, %"cut.dy"
  %entry.152 = mul i64 %entry.151, %"cut.dy"
  %entry.153 = sub i64 %entry.141, %entry.152
  %entry.154 = udiv i64 %entry.153, %"cut.dy"
  %entry.155 = mul i64 %entry.154, %"cut.dy"
  %entry.156 = sub i64 %entry.153, %entry.155
  %entry.157 = add i64 %entry.153, 1
  %entry.158 = udiv i64 %entry.157, %"cut.dy"
  %entry.159 = mul i64 %entry.158, %"cut.dy"
  %entry.160 = sub i64 %entry.157, %entry.159
  %entry.161 = udiv i64 %entry.151, %"cut.x"
  %entry.162 = mul i64 %entry.161, %"cut.x"
  %entry.163 = sub i64 %entry.151, %entry.162
  %entry.164 = udiv i64 %entry.163, %"cut.x"
  %entry.165 = mul i64 %entry.164, %"cut.x"
  %entry.166 = sub i64 %entry.163, %entry.165
  %entry.167 = add i64 %entry.163, 1
  %entry.168 = udiv i64 %entry.167, %"cut.x"
  %entry.169 = mul i64 %entry.168, %"cut.x"
  %entry.170 = sub i64 %entry.167, %entry.169
  %entry.171 = mul i64 %entry.161, %"blocks"
  %entry.172 = udiv i64 %entry.171, %"split"
  %entry.173 = mul i64 %entry.172, %"split"
  %entry.174 = sub i64 %entry.171, %entry.173
  %entry.175 = add i64 %entry.161, 1
  %entry.176 = mul i64 %entry.175, %"blocks"
  %entry.177 = udiv i64 %entry.176, %"split"
  %entry.178 = mul i64 %entry.177, %"split"
  %entry.179 = sub i64 %entry.176, %entry.178
  %entry.180 = icmp slt i64 %entry.122, %entry.127
  %"cursor" = alloca [43 x i64]
  br i1 %entry.180, label %"block.body", label %"block.done"
block.body:
  %"block" = phi  i64 [%entry.122, %"entry"], [%g.done.1, %"g.done"]
  %block.body.1 = icmp eq i64 %"block", %entry.122
  %block.body.2 = add i64 %"block", 1
  %block.body.3 = icmp eq i64 %block.body.2, %entry.127
  %block.body.4 = select  i1 %block.body.3, i64 %entry.172, i64 %block.body.2
  %block.body.5 = icmp eq i64 %"more", 0
  %block.body.6 = and i1 %block.body.3, %block.body.5
  %block.body.7 = udiv i64 %"block", %"blocks.q"
  %block.body.8 = mul i64 %block.body.7, %"blocks.q"
  %block.body.9 = sub i64 %"block", %block.body.8
  %block.body.10 = udiv i64 %block.body.7, %"blocks.p"
  %block.body.11 = mul i64 %block.body.10, %"blocks.p"
  %block.body.12 = sub i64 %block.body.7, %block.body.11
  %block.body.13 = mul i64 %block.body.10, %"block.n"
  %block.body.14 = mul i64 %block.body.12, %"block.p"
  %block.body.15 = mul i64 %block.body.9, %"block.q"
  %block.body.16 = sub i64 %"n", %block.body.13
  %block.body.17 = sub i64 %"p", %block.body.14
  %block.body.18 = sub i64 %"q", %block.body.15
  %block.body.19 = icmp slt i64 %"block.n", %block.body.16
  %block.body.20 = select  i1 %block.body.19, i64 %"block.n", i64 %block.body.16
  %block.body.21 = icmp slt i64 %"block.p", %block.body.17
  %block.body.22 = select  i1 %block.body.21, i64 %"block.p", i64 %block.body.17
  %block.body.23 = icmp slt i64 %"block.q", %block.body.18
  %block.body.24 = select  i1 %block.body.23, i64 %"block.q", i64 %block.body.18
  %block.body.25 = select  i1 %block.body.3, i64 %entry.134, i64 %entry.79
  %block.body.26 = select  i1 %block.body.3, i64 %entry.144, i64 %entry.89
  %block.body.27 = select  i1 %block.body.3, i64 %entry.154, i64 %entry.99
  %block.body.28 = select  i1 %block.body.3, i64 %entry.164, i64 %entry.109
  %block.body.29 = udiv i64 %block.body.4, %"blocks.q"
  %block.body.30 = mul i64 %block.body.29, %"blocks.q"
  %block.body.31 = sub i64 %block.body.4, %block.body.30
  %block.body.32 = udiv i64 %block.body.29, %"blocks.p"
  %block.body.33 = mul i64 %block.body.32, %"blocks.p"
  %block.body.34 = sub i64 %block.body.29, %block.body.33
  %block.body.35 = mul i64 %block.body.32, %"block.n"
  %block.body.36 = mul i64 %block.body.34, %"block.p"
  %block.body.37 = mul i64 %block.body.31, %"block.q"
  %block.body.38 = sub i64 %"n", %block.body.35
  %block.body.39 = sub i64 %"p", %block.body.36
  %block.body.40 = sub i64 %"q", %block.body.37
  %block.body.41 = icmp slt i64 %"block.n", %block.body.38
  %block.body.42 = select  i1 %block.body.41, i64 %"block.n", i64 %block.body.38
  %block.body.43 = icmp slt i64 %"block.p", %block.body.39
  %block.body.44 = select  i1 %block.body.43, i64 %"block.p", i64 %block.body.39
  %block.body.45 = icmp slt i64 %"block.q", %block.body.40
  %block.body.46 = select  i1 %block.body.45, i64 %"block.q", i64 %block.body.40
  %block.body.47 = icmp slt i64 %entry.79, %entry.83
  br i1 %block.body.47, label %"g.body", label %"g.done"
block.done:
  ret void
g.body:
  %"g" = phi  i64 [%entry.79, %"block.body"], [%r0.done.1, %"r0.done"]
  %g.body.1 = add i64 %"g", 1
  %g.body.2 = icmp slt i64 0, %"next.group"
  %g.body.3 = icmp slt i64 %g.body.1, %entry.83
  %g.body.4 = and i1 %g.body.2, %g.body.3
  %g.body.5 = select  i1 %g.body.4, i64 %block.body.13, i64 %block.body.35
  %g.body.6 = select  i1 %g.body.4, i64 %block.body.14, i64 %block.body.36
  %g.body.7 = select  i1 %g.body.4, i64 %block.body.15, i64 %block.body.37
  %g.body.8 = select  i1 %g.body.4, i64 %block.body.20, i64 %block.body.42
  %g.body.9 = select  i1 %g.body.4, i64 %block.body.22, i64 %block.body.44
  %g.body.10 = select  i1 %g.body.4, i64 %block.body.24, i64 %block.body.46
  %g.body.11 = select  i1 %g.body.4, i64 %g.body.1, i64 %block.body.25
  %g.body.12 = xor i1 %g.body.4, -1
  %g.body.13 = and i1 %block.body.6, %g.body.12
  %g.body.14 = mul i64 %g.body.6, 2
  %g.body.15 = mul i64 %"top", -1
  %g.body.16 = add i64 %g.body.14, %g.body.15
  %g.body.17 = mul i64 %g.body.7, 2
  %g.body.18 = mul i64 %"left", -1
  %g.body.19 = add i64 %g.body.17, %g.body.18
  %g.body.20 = mul i64 %g.body.5, %"xn"
  %g.body.21 = mul i64 %g.body.16, %"xh"
  %g.body.22 = add i64 %g.body.20, %g.body.21
  %g.body.23 = mul i64 %g.body.19, %"xw"
  %g.body.24 = add i64 %g.body.22, %g.body.23
  %g.body.25 = add i64 %"block.n", -1
  %g.body.26 = mul i64 %g.body.5, %"xn"
  %g.body.27 = icmp slt i64 0, %g.body.25
  %g.body.28 = select  i1 %g.body.27, i64 %g.body.26, i64 %g.body.24
  %g.body.29 = mul i64 %g.body.11, 4
  %g.body.30 = mul i64 %block.body.28, 4
  %g.body.31 = icmp slt i64 -1, %block.body.28
  %g.body.32 = select  i1 %g.body.31, i64 %g.body.30, i64 0
  %g.body.33 = icmp slt i64 0, %"next.x"
  %g.body.34 = select  i1 %g.body.33, i64 %g.body.32, i64 0
  %g.body.35 = add i64 %g.body.29, %g.body.34
  %g.body.36 = mul i64 %g.body.35, %"xc"
  %g.body.37 = add i64 %g.body.28, %g.body.36
  %g.body.38 = getelementptr i8, ptr %entry.74, i64 %g.body.37
  %g.body.39 = mul i64 %"xw", 2
  %g.body.40 = mul i64 2, %"xh"
  %g.body.41 = getelementptr i8, ptr %g.body.38, i64 %"xh"
  %g.body.42 = mul i64 %g.body.5, %"dyn"
  %g.body.43 = mul i64 %g.body.6, %entry.75
  %g.body.44 = add i64 %g.body.42, %g.body.43
  %g.body.45 = mul i64 %g.body.7, %"dyq"
  %g.body.46 = add i64 %g.body.44, %g.body.45
  %g.body.47 = mul i64 %g.body.11, 16
  %g.body.48 = mul i64 %block.body.27, 16
  %g.body.49 = icmp slt i64 -1, %block.body.27
  %g.body.50 = select  i1 %g.body.49, i64 %g.body.48, i64 0
  %g.body.51 = icmp slt i64 0, %"next.dy"
  %g.body.52 = select  i1 %g.body.51, i64 %g.body.50, i64 0
  %g.body.53 = add i64 %g.body.47, %g.body.52
  %g.body.54 = mul i64 %g.body.53, %"dyk"
  %g.body.55 = add i64 %g.body.46, %g.body.54
  %g.body.56 = getelementptr i8, ptr %"dy", i64 %g.body.55
  %g.body.57 = getelementptr i8, ptr %g.body.56, i64 %"dyp"
  %g.body.58 = ptrtoint [43 x i64]* %"cursor" to i64
  %g.body.59 = inttoptr i64 %g.body.58 to ptr
  %g.body.60 = getelementptr i8, ptr %g.body.59, i64 24
  store ptr %g.body.60, ptr %g.body.59, align 1
  %g.body.61 = getelementptr i8, ptr %g.body.59, i64 8
  store i64 0, ptr %g.body.61, align 1
  %g.body.62 = getelementptr i8, ptr %g.body.59, i64 16
  store i64 0, ptr %g.body.62, align 1
  %g.body.63 = select  i1 %g.body.13, i64 0, i64 %"next.rounds0"
  %g.body.64 = icmp slt i64 0, %"next.along0"
  %g.body.65 = select  i1 %g.body.64, i64 64, i64 %g.body.39
  %g.body.66 = icmp slt i64 0, %"next.along0"
  %g.body.67 = select  i1 %g.body.66, i64 %g.body.39, i64 64
  %g.body.68 = mul i64 %"next.behind0", 80
  store ptr %g.body.38, ptr %g.body.60, align 1
  %g.body.69 = getelementptr i8, ptr %g.body.60, i64 8
  store i64 %g.body.63, ptr %g.body.69, align 1
  %g.body.70 = getelementptr i8, ptr %g.body.60, i64 16
  store i64 %"next.tiles0", ptr %g.body.70, align 1
  %g.body.71 = getelementptr i8, ptr %g.body.60, i64 24
  store i64 %"next.share0", ptr %g.body.71, align 1
  %g.body.72 = getelementptr i8, ptr %g.body.60, i64 32
  store i64 %"next.lines0", ptr %g.body.72, align 1
  %g.body.73 = getelementptr i8, ptr %g.body.60, i64 40
  store i64 %g.body.65, ptr %g.body.73, align 1
  %g.body.74 = getelementptr i8, ptr %g.body.60, i64 48
  store i64 %g.body.67, ptr %g.body.74, align 1
  %g.body.75 = getelementptr i8, ptr %g.body.60, i64 56
  store i64 %g.body.40, ptr %g.body.75, align 1
  %g.body.76 = getelementptr i8, ptr %g.body.60, i64 64
  store i64 %"xn", ptr %g.body.76, align 1
  %g.body.77 = getelementptr i8, ptr %g.body.60, i64 72
  store i64 %g.body.68, ptr %g.body.77, align 1
  %g.body.78 = select  i1 %g.body.13, i64 0, i64 %"next.rounds1"
  %g.body.79 = icmp slt i64 0, %"next.along1"
  %g.body.80 = select  i1 %g.body.79, i64 64, i64 %g.body.39
  %g.body.81 = icmp slt i64 0, %"next.along1"
  %g.body.82 = select  i1 %g.body.81, i64 %g.body.39, i64 64
  %g.body.83 = mul i64 %"next.behind1", 80
  %g.body.84 = getelementptr i8, ptr %g.body.60, i64 80
  store ptr %g.body.41, ptr %g.body.84, align 1
  %g.body.85 = getelementptr i8, ptr %g.body.84, i64 8
  store i64 %g.body.78, ptr %g.body.85, align 1
  %g.body.86 = getelementptr i8, ptr %g.body.84, i64 16
  store i64 %"next.tiles1", ptr %g.body.86, align 1
  %g.body.87 = getelementptr i8, ptr %g.body.84, i64 24
  store i64 %"next.share1", ptr %g.body.87, align 1
  %g.body.88 = getelementptr i8, ptr %g.body.84, i64 32
  store i64 %"next.lines1", ptr %g.body.88, align 1
  %g.body.89 = getelementptr i8, ptr %g.body.84, i64 40
  store i64 %g.body.80, ptr %g.body.89, align 1
  %g.body.90 = getelementptr i8, ptr %g.body.84, i64 48
  store i64 %g.body.82, ptr %g.body.90, align 1
  %g.body.91 = getelementptr i8, ptr %g.body.84, i64 56
  store i64 %g.body.40, ptr %g.body.91, align 1
  %g.body.92 = getelementptr i8, ptr %g.body.84, i64 64
  store i64 %"xn", ptr %g.body.92, align 1
  %g.body.93 = getelementptr i8, ptr %g.body.84, i64 72
  store i64 %g.body.83, ptr %g.body.93, align 1
  %g.body.94 = select  i1 %g.body.13, i64 0, i64 %"next.rounds2"
  %g.body.95 = icmp slt i64 0, %"next.along2"
  %g.body.96 = select  i1 %g.body.95, i64 64, i64 %"dyq"
  %g.body.97 = icmp slt i64 0, %"next.along2"
  %g.body.98 = select  i1 %g.body.97, i64 %"dyq", i64 64
  %g.body.99 = mul i64 %"next.behind2", 80
  %g.body.100 = getelementptr i8, ptr %g.body.60, i64 160
  store ptr %g.body.56, ptr %g.body.100, align 1
  %g.body.101 = getelementptr i8, ptr %g.body.100, i64 8
  store i64 %g.body.94, ptr %g.body.101, align 1
  %g.body.102 = getelementptr i8, ptr %g.body.100, i64 16
  store i64 %"next.tiles2", ptr %g.body.102, align 1
  %g.body.103 = getelementptr i8, ptr %g.body.100, i64 24
  store i64 %"next.share2", ptr %g.body.103, align 1
  %g.body.104 = getelementptr i8, ptr %g.body.100, i64 32
  store i64 %"next.lines2", ptr %g.body.104, align 1
  %g.body.105 = getelementptr i8, ptr %g.body.100, i64 40
  store i64 %g.body.96, ptr %g.body.105, align 1
  %g.body.106 = getelementptr i8, ptr %g.body.100, i64 48
  store i64 %g.body.98, ptr %g.body.106, align 1
  %g.body.107 = getelementptr i8, ptr %g.body.100, i64 56
  store i64 %entry.75, ptr %g.body.107, align 1
  %g.body.108 = getelementptr i8, ptr %g.body.100, i64 64
  store i64 %"dyn", ptr %g.body.108, align 1
  %g.body.109 = getelementptr i8, ptr %g.body.100, i64 72
  store i64 %g.body.99, ptr %g.body.109, align 1
  %g.body.110 = select  i1 %g.body.13, i64 0, i64 %"next.rounds3"
  %g.body.111 = icmp slt i64 0, %"next.along3"
  %g.body.112 = select  i1 %g.body.111, i64 64, i64 %"dyq"
  %g.body.113 = icmp slt i64 0, %"next.along3"
  %g.body.114 = select  i1 %g.body.113, i64 %"dyq", i64 64
  %g.body.115 = mul i64 %"next.behind3", 80
  %g.body.116 = getelementptr i8, ptr %g.body.60, i64 240
  store ptr %g.body.57, ptr %g.body.116, align 1
  %g.body.117 = getelementptr i8, ptr %g.body.116, i64 8
  store i64 %g.body.110, ptr %g.body.117, align 1
  %g.body.118 = getelementptr i8, ptr %g.body.116, i64 16
  store i64 %"next.tiles3", ptr %g.body.118, align 1
  %g.body.119 = getelementptr i8, ptr %g.body.116, i64 24
  store i64 %"next.share3", ptr %g.body.119, align 1
  %g.body.120 = getelementptr i8, ptr %g.body.116, i64 32
  store i64 %"next.lines3", ptr %g.body.120, align 1
  %g.body.121 = getelementptr i8, ptr %g.body.116, i64 40
  store i64 %g.body.112, ptr %g.body.121, align 1
  %g.body.122 = getelementptr i8, ptr %g.body.116, i64 48
  store i64 %g.body.114, ptr %g.body.122, align 1
  %g.body.123 = getelementptr i8, ptr %g.body.116, i64 56
  store i64 %entry.75, ptr %g.body.123, align 1
  %g.body.124 = getelementptr i8, ptr %g.body.116, i64 64
  store i64 %"dyn", ptr %g.body.124, align 1
  %g.body.125 = getelementptr i8, ptr %g.body.116, i64 72
  store i64 %g.body.115, ptr %g.body.125, align 1
  %g.body.126 = icmp slt i64 %entry.89, %entry.93
  br i1 %g.body.126, label %"r0.body", label %"r0.done"
g.done:
  %"block.next" = add i64 %"block", 1
  %g.done.1 = call i64 @"llvm.expect.i64"(i64 %"block.next", i64 0)
  %g.done.2 = icmp slt i64 %g.done.1, %entry.127
  br i1 %g.done.2, label %"block.body", label %"block.done"
r0.body:
  %"r0" = phi  i64 [%entry.89, %"g.body"], [%dy.done.1, %"dy.done"]
  %r0.body.1 = add i64 %"r0", 1
  %r0.body.2 = icmp slt i64 %r0.body.1, %entry.93
  %r0.body.3 = select  i1 %r0.body.2, i64 %r0.body.1, i64 %entry.93
  %r0.body.4 = mul i64 %block.body.14, 2
  %r0.body.5 = add i64 %r0.body.4, %"r0"
  %r0.body.6 = mul i64 %"top", -1
  %r0.body.7 = add i64 %r0.body.5, %r0.body.6
  %r0.body.8 = mul i64 %block.body.15, 2
  %r0.body.9 = mul i64 %"left", -1
  %r0.body.10 = add i64 %r0.body.8, %r0.body.9
  %r0.body.11 = sub i64 %r0.body.3, %"r0"
  %r0.body.12 = add i64 %block.body.22, -1
  %r0.body.13 = add i64 %r0.body.11, -1
  %r0.body.14 = add i64 %r0.body.12, %r0.body.13
  %r0.body.15 = add i64 %r0.body.14, 1
  %r0.body.16 = sdiv i64 %r0.body.7, 2
  %r0.body.17 = srem i64 %r0.body.7, 2
  %r0.body.18 = icmp slt i64 %r0.body.17, 0
  %r0.body.19 = zext i1 %r0.body.18 to i64
  %r0.body.20 = sub i64 %r0.body.16, %r0.body.19
  %r0.body.21 = sub i64 0, %r0.body.20
  %r0.body.22 = icmp sgt i64 0, %r0.body.21
  %r0.body.23 = select  i1 %r0.body.22, i64 0, i64 %r0.body.21
  %r0.body.24 = add i64 %"h", -1
  %r0.body.25 = sub i64 %r0.body.24, %r0.body.7
  %r0.body.26 = sdiv i64 %r0.body.25, 2
  %r0.body.27 = srem i64 %r0.body.25, 2
  %r0.body.28 = icmp slt i64 %r0.body.27, 0
  %r0.body.29 = zext i1 %r0.body.28 to i64
  %r0.body.30 = sub i64 %r0.body.26, %r0.body.29
  %r0.body.31 = add i64 %r0.body.30, 1
  %r0.body.32 = icmp slt i64 %r0.body.23, %r0.body.15
  %r0.body.33 = select  i1 %r0.body.32, i64 %r0.body.23, i64 %r0.body.15
  %r0.body.34 = icmp slt i64 %r0.body.15, %r0.body.31
  %r0.body.35 = select  i1 %r0.body.34, i64 %r0.body.15, i64 %r0.body.31
  %r0.body.36 = icmp sgt i64 %r0.body.35, 0
  %r0.body.37 = select  i1 %r0.body.36, i64 %r0.body.35, i64 0
  %r0.body.38 = mul i64 %"xh", 2
  %r0.body.39 = add i64 %r0.body.7, -1
  %r0.body.40 = sdiv i64 %r0.body.39, 2
  %r0.body.41 = srem i64 %r0.body.39, 2
  %r0.body.42 = icmp slt i64 %r0.body.41, 0
  %r0.body.43 = zext i1 %r0.body.42 to i64
  %r0.body.44 = sub i64 %r0.body.40, %r0.body.43
  %r0.body.45 = sub i64 0, %r0.body.44
  %r0.body.46 = icmp sgt i64 0, %r0.body.45
  %r0.body.47 = select  i1 %r0.body.46, i64 0, i64 %r0.body.45
  %r0.body.48 = add i64 %"one.h", -1
  %r0.body.49 = sub i64 %r0.body.48, %r0.body.39
  %r0.body.50 = sdiv i64 %r0.body.49, 2
  %r0.body.51 = srem i64 %r0.body.49, 2
  %r0.body.52 = icmp slt i64 %r0.body.51, 0
  %r0.body.53 = zext i1 %r0.body.52 to i64
  %r0.body.54 = sub i64 %r0.body.50, %r0.body.53
  %r0.body.55 = add i64 %r0.body.54, 1
  %r0.body.56 = icmp slt i64 %r0.body.47, %r0.body.15
  %r0.body.57 = select  i1 %r0.body.56, i64 %r0.body.47, i64 %r0.body.15
  %r0.body.58 = icmp slt i64 %r0.body.15, %r0.body.55
  %r0.body.59 = select  i1 %r0.body.58, i64 %r0.body.15, i64 %r0.body.55
  %r0.body.60 = icmp sgt i64 %r0.body.59, 0
  %r0.body.61 = select  i1 %r0.body.60, i64 %r0.body.59, i64 0
  %r0.body.62 = sdiv i64 %r0.body.7, 2
  %r0.body.63 = srem i64 %r0.body.7, 2
  %r0.body.64 = icmp slt i64 %r0.body.63, 0
  %r0.body.65 = zext i1 %r0.body.64 to i64
  %r0.body.66 = sub i64 %r0.body.62, %r0.body.65
  %r0.body.67 = sub i64 0, %r0.body.66
  %r0.body.68 = icmp sgt i64 0, %r0.body.67
  %r0.body.69 = select  i1 %r0.body.68, i64 0, i64 %r0.body.67
  %r0.body.70 = add i64 %"one.seen", -1
  %r0.body.71 = sub i64 %r0.body.70, %r0.body.7
  %r0.body.72 = sdiv i64 %r0.body.71, 2
  %r0.body.73 = srem i64 %r0.body.71, 2
  %r0.body.74 = icmp slt i64 %r0.body.73, 0
  %r0.body.75 = zext i1 %r0.body.74 to i64
  %r0.body.76 = sub i64 %r0.body.72, %r0.body.75
  %r0.body.77 = add i64 %r0.body.76, 1
  %r0.body.78 = icmp slt i64 %r0.body.69, %r0.body.15
  %r0.body.79 = select  i1 %r0.body.78, i64 %r0.body.69, i64 %r0.body.15
  %r0.body.80 = icmp slt i64 %r0.body.15, %r0.body.77
  %r0.body.81 = select  i1 %r0.body.80, i64 %r0.body.15, i64 %r0.body.77
  %r0.body.82 = icmp sgt i64 %r0.body.81, 0
  %r0.body.83 = select  i1 %r0.body.82, i64 %r0.body.81, i64 0
  %r0.body.84 = add i64 %block.body.24, -1
  %r0.body.85 = add i64 %r0.body.84, 1
  %r0.body.86 = sdiv i64 %r0.body.10, 2
  %r0.body.87 = srem i64 %r0.body.10, 2
  %r0.body.88 = icmp slt i64 %r0.body.87, 0
  %r0.body.89 = zext i1 %r0.body.88 to i64
  %r0.body.90 = sub i64 %r0.body.86, %r0.body.89
  %r0.body.91 = sub i64 0, %r0.body.90
  %r0.body.92 = icmp sgt i64 0, %r0.body.91
  %r0.body.93 = select  i1 %r0.body.92, i64 0, i64 %r0.body.91
  %r0.body.94 = add i64 %"w", -1
  %r0.body.95 = sub i64 %r0.body.94, %r0.body.10
  %r0.body.96 = sdiv i64 %r0.body.95, 2
  %r0.body.97 = srem i64 %r0.body.95, 2
  %r0.body.98 = icmp slt i64 %r0.body.97, 0
  %r0.body.99 = zext i1 %r0.body.98 to i64
  %r0.body.100 = sub i64 %r0.body.96, %r0.body.99
  %r0.body.101 = add i64 %r0.body.100, 1
  %r0.body.102 = icmp slt i64 %r0.body.93, %r0.body.85
  %r0.body.103 = select  i1 %r0.body.102, i64 %r0.body.93, i64 %r0.body.85
  %r0.body.104 = icmp slt i64 %r0.body.85, %r0.body.101
  %r0.body.105 = select  i1 %r0.body.104, i64 %r0.body.85, i64 %r0.body.101
  %r0.body.106 = icmp sgt i64 %r0.body.105, 0
  %r0.body.107 = select  i1 %r0.body.106, i64 %r0.body.105, i64 0
  %r0.body.108 = mul i64 %"xw", 2
  %r0.body.109 = mul i64 %block.body.14, 2
  %r0.body.110 = add i64 %r0.body.109, %"r0"
  %r0.body.111 = mul i64 %"top", -1
  %r0.body.112 = add i64 %r0.body.110, %r0.body.111
  %r0.body.113 = mul i64 %block.body.15, 2
  %r0.body.114 = mul i64 %"left", -1
  %r0.body.115 = add i64 %r0.body.113, %r0.body.114
  %r0.body.116 = mul i64 %block.body.13, %"xn"
  %r0.body.117 = mul i64 %r0.body.112, %"xh"
  %r0.body.118 = add i64 %r0.body.116, %r0.body.117
  %r0.body.119 = mul i64 %r0.body.115, %"xw"
  %r0.body.120 = add i64 %r0.body.118, %r0.body.119
  %r0.body.121 = mul i64 %"g", 4
  %r0.body.122 = mul i64 %r0.body.121, %"xc"
  %r0.body.123 = add i64 %r0.body.120, %r0.body.122
  %r0.body.124 = icmp sgt i64 %entry.109, 0
  %r0.body.125 = select  i1 %r0.body.124, i64 %entry.109, i64 0
  %r0.body.126 = icmp slt i64 %entry.113, 1
  %r0.body.127 = select  i1 %r0.body.126, i64 %entry.113, i64 1
  %r0.body.128 = sub i64 %r0.body.127, %r0.body.125
  %r0.body.129 = mul i64 %r0.body.125, 4
  %r0.body.130 = mul i64 %r0.body.129, %"xc"
  %r0.body.131 = add i64 %r0.body.123, %r0.body.130
  %r0.body.132 = getelementptr i8, ptr %entry.74, i64 %r0.body.131
  %r0.body.133 = mul i64 %r0.body.125, %"pack_x.stride0"
  %r0.body.134 = add i64 %r0.body.133, %"pack_x.start0"
  %r0.body.135 = getelementptr i8, ptr %entry.119, i64 %r0.body.134
  call void @"pack_x_0"(ptr %r0.body.132, ptr %r0.body.135, i64 %block.body.20, i64 %r0.body.33, i64 %r0.body.37, i64 %r0.body.103, i64 %r0.body.107, i64 %r0.body.128, i64 %"xn", i64 %r0.body.38, i64 %r0.body.108, i64 %"xc", i64 %"pack_x.height", i64 %"pack_x.width", i64 %"pack_x.stride0", i64 %"xh", i64 %r0.body.57, i64 %r0.body.61, i64 %block.body.20, i64 %r0.body.79, i64 %r0.body.83)
  %r0.body.136 = icmp sgt i64 %entry.99, 0
  %r0.body.137 = select  i1 %r0.body.136, i64 %entry.99, i64 0
  %r0.body.138 = icmp slt i64 %entry.103, 1
  %r0.body.139 = select  i1 %r0.body.138, i64 %entry.103, i64 1
  %r0.body.140 = icmp slt i64 %r0.body.137, %r0.body.139
  br i1 %r0.body.140, label %"dy.body", label %"dy.done"
r0.done:
  %"g.next" = add i64 %"g", 1
  %r0.done.1 = call i64 @"llvm.expect.i64"(i64 %"g.next", i64 0)
  %r0.done.2 = icmp slt i64 %r0.done.1, %entry.83
  br i1 %r0.done.2, label %"g.body", label %"g.done"
dy.body:
  %"dy.1" = phi  i64 [%r0.body.137, %"r0.body"], [%r.done.1, %"r.done"]
  %dy.body.1 = mul i64 %"dy.1", 16
  %dy.body.2 = mul i64 %"g", 16
  %dy.body.3 = add i64 %dy.body.2, %dy.body.1
  %dy.body.4 = mul i64 %block.body.13, %"dyn"
  %dy.body.5 = mul i64 %block.body.14, %entry.75
  %dy.body.6 = add i64 %dy.body.4, %dy.body.5
  %dy.body.7 = mul i64 %block.body.15, %"dyq"
  %dy.body.8 = add i64 %dy.body.6, %dy.body.7
  %dy.body.9 = mul i64 %dy.body.3, %"dyk"
  %dy.body.10 = add i64 %dy.body.8, %dy.body.9
  %dy.body.11 = getelementptr i8, ptr %"dy", i64 %dy.body.10
  %dy.body.12 = icmp sgt i64 %entry.109, 0
  %dy.body.13 = select  i1 %dy.body.12, i64 %entry.109, i64 0
  %dy.body.14 = icmp slt i64 %entry.113, 1
  %dy.body.15 = select  i1 %dy.body.14, i64 %entry.113, i64 1
  %dy.body.16 = sub i64 %dy.body.15, %dy.body.13
  %dy.body.17 = mul i64 %dy.body.13, %"pack_x.stride0"
  %dy.body.18 = add i64 %"pack_x.start0", %dy.body.17
  %dy.body.19 = mul i64 %"pack_x.width", 16
  %dy.body.20 = getelementptr i8, ptr %entry.119, i64 %dy.body.18
  %dy.body.21 = mul i64 %"pack_x.height", %dy.body.19
  %dy.body.22 = mul i64 %"dy.1", 16
  %dy.body.23 = mul i64 %dy.body.13, 4
  %dy.body.24 = mul i64 %"g", 16
  %dy.body.25 = add i64 %dy.body.24, %dy.body.22
  %dy.body.26 = mul i64 %dy.body.23, 16
  %dy.body.27 = add i64 %dy.body.25, %dy.body.26
  %dy.body.28 = mul i64 %dy.body.27, 4
  %dy.body.29 = getelementptr i8, ptr %entry.117, i64 %dy.body.28
  %dy.body.30 = icmp eq i64 %dy.body.13, %entry.109
  %dy.body.31 = icmp slt i64 0, %dy.body.16
  %dy.body.32 = and i1 %dy.body.30, %dy.body.31
  %dy.body.33 = sub i64 %"seconds", %block.body.14
  %dy.body.34 = icmp slt i64 %block.body.22, %dy.body.33
  %dy.body.35 = select  i1 %dy.body.34, i64 %block.body.22, i64 %dy.body.33
  call void @"pack_dy_0"(ptr %dy.body.11, ptr %entry.120, i64 %block.body.20, i64 0, i64 %block.body.22, i64 0, i64 %block.body.24, i64 1, i64 %"dyn", i64 %entry.75, i64 %"dyq", i64 %"dyk", i64 %"block.p", i64 %"block.q", i64 0, i64 %"dyp", i64 0, i64 %block.body.22, i64 %block.body.20, i64 0, i64 %dy.body.35)
  %dy.body.36 = mul i64 %"block.q", 64
  %dy.body.37 = mul i64 %"block.p", %dy.body.36
  %dy.body.38 = icmp slt i64 %"r0", %r0.body.3
  br i1 %dy.body.38, label %"r.body", label %"r.done"
dy.done:
  %"r0.next" = add i64 %"r0", 1
  %dy.done.1 = call i64 @"llvm.expect.i64"(i64 %"r0.next", i64 0)
  %dy.done.2 = icmp slt i64 %dy.done.1, %entry.93
  br i1 %dy.done.2, label %"r0.body", label %"r0.done"
r.body:
  %"r" = phi  i64 [%"r0", %"dy.body"], [%r.body.69, %"r.body"]
  %r.body.1 = mul i64 %"top", -1
  %r.body.2 = add i64 %"r", %r.body.1
  %r.body.3 = sdiv i64 %r.body.2, 2
  %r.body.4 = srem i64 %r.body.2, 2
  %r.body.5 = icmp slt i64 %r.body.4, 0
  %r.body.6 = zext i1 %r.body.5 to i64
  %r.body.7 = sub i64 %r.body.3, %r.body.6
  %r.body.8 = sub i64 0, %r.body.7
  %r.body.9 = icmp sgt i64 0, %r.body.8
  %r.body.10 = select  i1 %r.body.9, i64 0, i64 %r.body.8
  %r.body.11 = add i64 %"h", -1
  %r.body.12 = sub i64 %r.body.11, %r.body.2
  %r.body.13 = sdiv i64 %r.body.12, 2
  %r.body.14 = srem i64 %r.body.12, 2
  %r.body.15 = icmp slt i64 %r.body.14, 0
  %r.body.16 = zext i1 %r.body.15 to i64
  %r.body.17 = sub i64 %r.body.13, %r.body.16
  %r.body.18 = add i64 %r.body.17, 1
  %r.body.19 = icmp slt i64 %"p", %r.body.18
  %r.body.20 = select  i1 %r.body.19, i64 %"p", i64 %r.body.18
  %r.body.21 = icmp sgt i64 %r.body.10, %block.body.14
  %r.body.22 = select  i1 %r.body.21, i64 %r.body.10, i64 %block.body.14
  %r.body.23 = add i64 %block.body.14, %block.body.22
  %r.body.24 = icmp slt i64 %r.body.20, %r.body.23
  %r.body.25 = select  i1 %r.body.24, i64 %r.body.20, i64 %r.body.23
  %r.body.26 = sub i64 %r.body.22, %block.body.14
  %r.body.27 = sub i64 %"r", %"r0"
  %r.body.28 = add i64 %r.body.26, %r.body.27
  %r.body.29 = sub i64 %r.body.25, %r.body.22
  %r.body.30 = mul i64 %"left", -1
  %r.body.31 = sdiv i64 %r.body.30, 2
  %r.body.32 = srem i64 %r.body.30, 2
  %r.body.33 = icmp slt i64 %r.body.32, 0
  %r.body.34 = zext i1 %r.body.33 to i64
  %r.body.35 = sub i64 %r.body.31, %r.body.34
  %r.body.36 = sub i64 0, %r.body.35
  %r.body.37 = icmp sgt i64 0, %r.body.36
  %r.body.38 = select  i1 %r.body.37, i64 0, i64 %r.body.36
  %r.body.39 = add i64 %"w", -1
  %r.body.40 = sub i64 %r.body.39, %r.body.30
  %r.body.41 = sdiv i64 %r.body.40, 2
  %r.body.42 = srem i64 %r.body.40, 2
  %r.body.43 = icmp slt i64 %r.body.42, 0
  %r.body.44 = zext i1 %r.body.43 to i64
  %r.body.45 = sub i64 %r.body.41, %r.body.44
  %r.body.46 = add i64 %r.body.45, 1
  %r.body.47 = icmp slt i64 %"q", %r.body.46
  %r.body.48 = select  i1 %r.body.47, i64 %"q", i64 %r.body.46
  %r.body.49 = icmp sgt i64 %r.body.38, %block.body.15
  %r.body.50 = select  i1 %r.body.49, i64 %r.body.38, i64 %block.body.15
  %r.body.51 = add i64 %block.body.15, %block.body.24
  %r.body.52 = icmp slt i64 %r.body.48, %r.body.51
  %r.body.53 = select  i1 %r.body.52, i64 %r.body.48, i64 %r.body.51
  %r.body.54 = sub i64 %r.body.50, %block.body.15
  %r.body.55 = sub i64 %r.body.53, %r.body.50
  %r.body.56 = icmp eq i64 %"r", %"r0"
  %r.body.57 = icmp eq i64 0, 0
  %r.body.58 = mul i64 %r.body.28, %dy.body.19
  %r.body.59 = mul i64 %r.body.54, 16
  %r.body.60 = add i64 %r.body.58, %r.body.59
  %r.body.61 = getelementptr i8, ptr %dy.body.20, i64 %r.body.60
  %r.body.62 = mul i64 %r.body.26, %dy.body.36
  %r.body.63 = mul i64 %r.body.54, 64
  %r.body.64 = add i64 %r.body.62, %r.body.63
  %r.body.65 = getelementptr i8, ptr %entry.120, i64 %r.body.64
  %r.body.66 = mul i64 %"r", 64
  %r.body.67 = mul i64 %r.body.66, 4
  %r.body.68 = getelementptr i8, ptr %dy.body.29, i64 %r.body.67
  call void @"tile_4x1x16_0"(ptr %r.body.61, ptr %r.body.65, ptr %r.body.68, i1 %block.body.1, i64 %dy.body.16, i64 %"pack_x.stride0", i64 0, i64 256, i64 %block.body.20, i64 %r.body.29, i64 %r.body.55, i64 %dy.body.21, i64 %dy.body.19, i64 16, i64 %dy.body.37, i64 %dy.body.36, i64 64, ptr %g.body.59)
  %"r.next" = add i64 %"r", 1
  %r.body.69 = call i64 @"llvm.expect.i64"(i64 %"r.next", i64 0)
  %r.body.70 = icmp slt i64 %r.body.69, %r0.body.3
  br i1 %r.body.70, label %"r.body", label %"r.done"
r.done:
  %"dy.next" = add i64 %"dy.1", 1
  %r.done.1 = call i64 @"llvm.expect.i64"(i64 %"dy.next", i64 0)
  %r.done.2 = icmp slt i64 %r.done.1, %r0.body.139
  br i1 %r.done.2, label %"dy.body", label %"dy.done"
}

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
  %entry.18 = mul i64 %"task", 4
  %entry.19 = add i64 %"task", 1
  %entry.20 = mul i64 %entry.19, 4
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
  %"cut.g" = load i64, ptr %entry.34, align 1
  %entry.35 = getelementptr i8, ptr %"sizes", i64 120
  %"cut.r" = load i64, ptr %entry.35, align 1
  %entry.36 = getelementptr i8, ptr %"sizes", i64 128
  %"cut.dy" = load i64, ptr %entry.36, align 1
  %entry.37 = getelementptr i8, ptr %"sizes", i64 136
  %"cut.x" = load i64, ptr %entry.37, align 1
  %entry.38 = getelementptr i8, ptr %"sizes", i64 144
  %"seconds" = load i64, ptr %entry.38, align 1
  %entry.39 = getelementptr i8, ptr %"sizes", i64 152
  %"one.h" = load i64, ptr %entry.39, align 1
  %entry.40 = getelementptr i8, ptr %"sizes", i64 160
  %"one.seen" = load i64, ptr %entry.40, align 1
  %entry.41 = getelementptr i8, ptr %"sizes", i64 168
  %"pack_x.height" = load i64, ptr %entry.41, align 1
  %entry.42 = getelementptr i8, ptr %"sizes", i64 176
  %"pack_x.width" = load i64, ptr %entry.42, align 1
  %entry.43 = getelementptr i8, ptr %"sizes", i64 184
  %"pack_x.start0" = load i64, ptr %entry.43, align 1
  %entry.44 = getelementptr i8, ptr %"sizes", i64 192
  %"pack_x.stride0" = load i64, ptr %entry.44, align 1
  %entry.45 = getelementptr i8, ptr %"sizes", i64 200
  %"pack_x.bytes" = load i64, ptr %entry.45, align 1
  %entry.46 = getelementptr i8, ptr %"sizes", i64 208
  %"pack_dy.height" = load i64, ptr %entry.46, align 1
  %entry.47 = getelementptr i8, ptr %"sizes", i64 216
  %"pack_dy.width" = load i64, ptr %entry.47, align 1
  %entry.48 = getelementptr i8, ptr %"sizes", i64 224
  %"pack_dy.start0" = load i64, ptr %entry.48, align 1
  %entry.49 = getelementptr i8, ptr %"sizes", i64 232
  %"pack_dy.stride0" = load i64, ptr %entry.49, align 1
  %entry.50 = getelementptr i8, ptr %"sizes", i64 240
  %"next.group" = load i64, ptr %entry.50, align 1
  %entry.51 = getelementptr i8, ptr %"sizes", i64 248
  %"next.rows" = load i64, ptr %entry.51, align 1
  %entry.52 = getelementptr i8, ptr %"sizes", i64 256
  %"next.x" = load i64, ptr %entry.52, align 1
  %entry.53 = getelementptr i8, ptr %"sizes", i64 264
  %"next.dy" = load i64, ptr %entry.53, align 1
  %entry.54 = getelementptr i8, ptr %"sizes", i64 272
  %"next.rounds0" = load i64, ptr %entry.54, align 1
  %entry.55 = getelementptr i8, ptr %"sizes", i64 280
  %"next.tiles0" = load i64, ptr %entry.55, align 1
  %entry.56 = getelementptr i8, ptr %"sizes", i64 288
  %"next.share0" = load i64, ptr %entry.56, align 1
  %entry.57 = getelementptr i8, ptr %"sizes", i64 296
  %"next.lines0" = load i64, ptr %entry.57, align 1
  %entry.58 = getelementptr i8, ptr %"sizes", i64 304
  %"next.along0" = load i64, ptr %entry.58, align 1
  %entry.59 = getelementptr i8, ptr %"sizes", i64 312
  %"next.behind0" = load i64, ptr %entry.59, align 1
  %entry.60 = getelementptr i8, ptr %"sizes", i64 320
  %"next.rounds1" = load i64, ptr %entry.60, align 1
  %entry.61 = getelementptr i8, ptr %"sizes", i64 328
  %"next.tiles1" = load i64, ptr %entry.61, align 1
  %entry.62 = getelementptr i8, ptr %"sizes", i64 336
  %"next.share1" = load i64, ptr %entry.62, align 1
  %entry.63 = getelementptr i8, ptr %"sizes", i64 344
  %"next.lines1" = load i64, ptr %entry.63, align 1
  %entry.64 = getelementptr i8, ptr %"sizes", i64 352
  %"next.along1" = load i64, ptr %entry.64, align 1
  %entry.65 = getelementptr i8, ptr %"sizes", i64 360
  %"next.behind1" = load i64, ptr %entry.65, align 1
  %entry.66 = getelementptr i8, ptr %"sizes", i64 368
  %"next.rounds2" = load i64, ptr %entry.66, align 1
  %entry.67 = getelementptr i8, ptr %"sizes", i64 376
  %"next.tiles2" = load i64, ptr %entry.67, align 1
  %entry.68 = getelementptr i8, ptr %"sizes", i64 384
  %"next.share2" = load i64, ptr %entry.68, align 1
  %entry.69 = getelementptr i8, ptr %"sizes", i64 392
  %"next.lines2" = load i64, ptr %entry.69, align 1
  %entry.70 = getelementptr i8, ptr %"sizes", i64 400
  %"next.along2" = load i64, ptr %entry.70, align 1
  %entry.71 = getelementptr i8, ptr %"sizes", i64 408
  %"next.behind2" = load i64, ptr %entry.71, align 1
  %entry.72 = getelementptr i8, ptr %"sizes", i64 416
  %"next.rounds3" = load i64, ptr %entry.72, align 1
  %entry.73 = getelementptr i8, ptr %"sizes", i64 424
  %"next.tiles3" = load i64, ptr %entry.73, align 1
  %entry.74 = getelementptr i8, ptr %"sizes", i64 432
  %"next.share3" = load i64, ptr %entry.74, align 1
  %entry.75 = getelementptr i8, ptr %"sizes", i64 440
  %"next.lines3" = load i64, ptr %entry.75, align 1
  %entry.76 = getelementptr i8, ptr %"sizes", i64 448
  %"next.along3" = load i64, ptr %entry.76, align 1
  %entry.77 = getelementptr i8, ptr %"sizes", i64 456
  %"next.behind3" = load i64, ptr %entry.77, align 1
  %entry.78 = icmp slt i64 %entry.18, %entry.20
  %entry.79 = alloca <16 x float>
  %entry.80 = alloca <16 x float>
  br i1 %entry.78, label %"row.body", label %"row.done"
row.body:
  %"row" = phi  i64 [%entry.18, %"entry"], [%split.done.endif.15, %"split.done.endif"]
  %row.body.1 = mul i64 %"row", 16
  %row.body.2 = mul i64 %row.body.1, 4
  %row.body.3 = getelementptr i8, ptr %"partial", i64 %row.body.2
  %row.body.4 = load <16 x float>, ptr %row.body.3, align 1
  store <16 x float> %row.body.4, <16 x float>* %entry.79
  %row.body.5 = icmp slt i64 1, %"split"
  br i1 %row.body.5, label %"split.body", label %"split.done"
row.done:
  ret void
split.body:
  %"split.1" = phi  i64 [1, %"row.body"], [%split.body.8, %"split.body"]
  %split.body.1 = load <16 x float>, <16 x float>* %entry.79
  %split.body.2 = mul i64 %"split.1", 256
  %split.body.3 = mul i64 %row.body.1, 4
  %split.body.4 = add i64 %split.body.2, %split.body.3
  %split.body.5 = getelementptr i8, ptr %"partial", i64 %split.body.4
  %split.body.6 = load <16 x float>, ptr %split.body.5, align 1
  %split.body.7 = fadd <16 x float> %split.body.1, %split.body.6
  store <16 x float> %split.body.7, <16 x float>* %entry.79
  %"split.next" = add i64 %"split.1", 1
  %split.body.8 = call i64 @"llvm.expect.i64"(i64 %"split.next", i64 0)
  %split.body.9 = icmp slt i64 %split.body.8, %"split"
  br i1 %split.body.9, label %"split.body", label %"split.done"
split.done:
  %split.done.1 = load <16 x float>, <16 x float>* %entry.79
  store <16 x float> %split.done.1, <16 x float>* %entry.80
  br i1 %entry.17, label %"split.done.if", label %"split.done.endif"
split.done.if:
  %split.done.if.1 = mul i64 %row.body.1, 2
  %split.done.if.2 = getelementptr i8, ptr %"old", i64 %split.done.if.1
  %split.done.if.3 = load <16 x i16>, ptr %split.done.if.2, align 1
  %split.done.if.4 = zext <16 x i16> %split.done.if.3 to <16 x i32>
  %split.done.if.5 = shl <16 x i32> %split.done.if.4, <i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16>
  %split.done.if.6 = bitcast <16 x i32> %split.done.if.5 to <16 x float>
  %split.done.if.7 = load <16 x float>, <16 x float>* %entry.80
  %split.done.if.8 = fadd <16 x float> %split.done.if.7, %split.done.if.6
  store <16 x float> %split.done.if.8, <16 x float>* %entry.80
  br label %"split.done.endif"
split.done.endif:
  %split.done.endif.1 = load <16 x float>, <16 x float>* %entry.80
  %split.done.endif.2 = bitcast <16 x float> %split.done.endif.1 to <16 x i32>
  %split.done.endif.3 = lshr <16 x i32> %split.done.endif.2, <i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16>
  %split.done.endif.4 = and <16 x i32> %split.done.endif.3, <i32 1, i32 1, i32 1, i32 1, i32 1, i32 1, i32 1, i32 1, i32 1, i32 1, i32 1, i32 1, i32 1, i32 1, i32 1, i32 1>
  %split.done.endif.5 = add <16 x i32> %split.done.endif.4, <i32 32767, i32 32767, i32 32767, i32 32767, i32 32767, i32 32767, i32 32767, i32 32767, i32 32767, i32 32767, i32 32767, i32 32767, i32 32767, i32 32767, i32 32767, i32 32767>
  %split.done.endif.6 = add <16 x i32> %split.done.endif.2, %split.done.endif.5
  %split.done.endif.7 = lshr <16 x i32> %split.done.endif.6, <i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16>
  %split.done.endif.8 = lshr <16 x i32> %split.done.endif.2, <i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16>
  %split.done.endif.9 = or <16 x i32> %split.done.endif.8, <i32 64, i32 64, i32 64, i32 64, i32 64, i32 64, i32 64, i32 64, i32 64, i32 64, i32 64, i32 64, i32 64, i32 64, i32 64, i32 64>
  %split.done.endif.10 = fcmp uno <16 x float> %split.done.endif.1, %split.done.endif.1
  %split.done.endif.11 = select  <16 x i1> %split.done.endif.10, <16 x i32> %split.done.endif.9, <16 x i32> %split.done.endif.7
  %split.done.endif.12 = trunc <16 x i32> %split.done.endif.11 to <16 x i16>
  %split.done.endif.13 = mul i64 %row.body.1, 2
  %split.done.endif.14 = getelementptr i8, ptr %"out", i64 %split.done.endif.13
  store <16 x i16> %split.done.endif.12, ptr %split.done.endif.14, align 1
  %"row.next" = add i64 %"row", 1
  %split.done.endif.15 = call i64 @"llvm.expect.i64"(i64 %"row.next", i64 0)
  %split.done.endif.16 = icmp slt i64 %split.done.endif.15, %entry.20
  br i1 %split.done.endif.16, label %"row.body", label %"row.done"
}

